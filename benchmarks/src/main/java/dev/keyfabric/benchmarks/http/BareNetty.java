package dev.keyfabric.benchmarks.http;

import dev.keyfabric.benchmarks.view.SampleKey;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyPrefixes;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.file.Path;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * What no validator on Netty can be faster than: a server that answers 204 without a look at the request; or, with keys, one
 * that takes the SHA-256 of {@code X-API-Key}, gets a record from a RocksDB that fits into its cache, and answers 200 or 401.
 */
final class BareNetty {
    private static final long CACHE = 512L << 20;
    private static final int BLOOM_BITS = 10;

    private BareNetty() {}

    /** Arguments: a port; a folder and a number of keys, where there are any. */
    public static void main(String[] args) throws Exception {
        RocksDB keys = args.length > 1 ? filled(Path.of(args[1]), Integer.parseInt(args[2])) : null;
        boolean epoll = Epoll.isAvailable();
        int threads = Runtime.getRuntime().availableProcessors();
        new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(
                        threads, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory()))
                .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Answering(keys));
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(args[0]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }

    private static RocksDB filled(Path folder, int keys) throws RocksDBException {
        RocksDB.loadLibrary();
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(new LRUCache(CACHE))
                .setFilterPolicy(new BloomFilter(BLOOM_BITS));
        Options options = new Options()
                .setCreateIfMissing(true)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(table);
        RocksDB database = RocksDB.open(options, folder.toString());
        for (int i = 0; i < keys; i++) {
            SampleKey key = new SampleKey(i);
            database.put(key.secret().sha256(), key.value());
        }
        database.compactRange();
        return database;
    }

    private static final class Answering extends ChannelInboundHandlerAdapter {
        private final @Nullable RocksDB keys;

        private Answering(@Nullable RocksDB keys) {
            this.keys = keys;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws RocksDBException {
            if (message instanceof HttpRequest request) {
                DefaultFullHttpResponse response =
                        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status(request), Unpooled.EMPTY_BUFFER);
                if (keys != null) {
                    response.headers().set("content-length", "0");
                }
                Future<?> unused = context.write(response);
            }
            ReferenceCountUtil.release(message);
        }

        private HttpResponseStatus status(HttpRequest request) throws RocksDBException {
            if (keys == null) {
                return HttpResponseStatus.NO_CONTENT;
            }
            ApiKey key = ApiKey.parse(request.headers().get("x-api-key"), KeyPrefixes.DEFAULT)
                    .orElseThrow();
            return keys.get(key.sha256()) == null ? HttpResponseStatus.UNAUTHORIZED : HttpResponseStatus.OK;
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }
    }
}
