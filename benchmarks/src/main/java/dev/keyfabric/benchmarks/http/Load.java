package dev.keyfabric.benchmarks.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Connections of one thread that each send a request, wait for its answer, and send the next (a closed loop): what a server can
 * take. Latencies are those at saturation.
 */
final class Load {
    private static final int LONGEST_ANSWER = 16 << 10;
    private static final long LONGEST_US = 60_000_000;

    private final byte[][] requests;
    private final int expected;
    private final SplittableRandom random;
    private final Histogram latencies = new Histogram(LONGEST_US, 3);
    private long asExpected;
    private long otherwise;

    /**
     * A load.
     *
     * @param requests of which each next one is drawn at random
     * @param expected the status that is counted apart
     */
    Load(byte[][] requests, int expected, long seed) {
        this.requests = requests;
        this.expected = expected;
        this.random = new SplittableRandom(seed);
    }

    /** How many answers had the expected status. */
    long asExpected() {
        return asExpected;
    }

    long otherwise() {
        return otherwise;
    }

    /** Of answers as expected, in microseconds. */
    Histogram latencies() {
        return latencies;
    }

    void run(int port, int connections, long nanos) {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < connections; i++) {
                SocketChannel channel =
                        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Connection connection = new Connection(channel);
                channel.register(selector, SelectionKey.OP_READ, connection);
                connection.ask();
            }
            long end = System.nanoTime() + nanos;
            while (System.nanoTime() < end) {
                selector.select(key -> ((Connection) key.attachment()).read(), 100);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Connection {
        private final SocketChannel channel;
        private final ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER);
        private long askedAt;

        private Connection(SocketChannel channel) {
            this.channel = channel;
        }

        private void ask() {
            ByteBuffer request = ByteBuffer.wrap(requests[random.nextInt(requests.length)]);
            askedAt = System.nanoTime();
            try {
                while (request.hasRemaining()) {
                    channel.write(request); // shorter than any socket buffer
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void read() {
            try {
                if (channel.read(answer) < 0) {
                    throw new IOException("the server closed a connection");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (isWhole()) {
                int status = (answer.get(9) - '0') * 100 + (answer.get(10) - '0') * 10 + (answer.get(11) - '0');
                if (status == expected) {
                    asExpected++;
                    latencies.recordValue(Math.min((System.nanoTime() - askedAt) / 1000, LONGEST_US));
                } else {
                    otherwise++;
                }
                answer.clear();
                ask();
            }
        }

        /** The head of an answer says how long it is; without a word it has no body. */
        private boolean isWhole() {
            int head = headLength();
            return head > 0 && answer.position() >= head + bodyLength(head);
        }

        private int headLength() {
            for (int i = 3; i < answer.position(); i++) {
                if (answer.get(i) == '\n' && answer.get(i - 1) == '\r' && answer.get(i - 2) == '\n') {
                    return i + 1;
                }
            }
            return 0;
        }

        private int bodyLength(int head) {
            String text = new String(answer.array(), 0, head, StandardCharsets.ISO_8859_1);
            int at = text.indexOf("content-length: ");
            return at < 0 ? 0 : Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
        }
    }
}
