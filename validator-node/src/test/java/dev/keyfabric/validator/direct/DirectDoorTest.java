package dev.keyfabric.validator.direct;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.context.http.HttpDates;
import dev.keyfabric.validator.reply.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests a connection answers itself, and in which order answers leave it. */
class DirectDoorTest {
    private static final String PLAIN = "GET /direct HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String OTHER = "GET /other HTTP/1.1\r\nHost: x\r\n\r\n";

    private final Echo shortcut = new Echo();
    private final Server server = new Server();
    private final EmbeddedChannel connection = new EmbeddedChannel(
            new HttpServerCodec(),
            new DirectDoor(
                    List.of(shortcut), new HttpDates(InstantSource.fixed(Instant.parse("2026-03-01T00:00:07.900Z")))),
            server);

    @AfterEach
    void nothingLeaks() {
        connection.finishAndReleaseAll();
        assertThat(shortcut.bodies).allMatch(body -> body.capacity() == 0 || body.refCnt() == 0);
    }

    /** Answers {@code /direct} with the body that came. */
    private static final class Echo implements Shortcut {
        private final List<ByteBuf> bodies = new ArrayList<>();
        private boolean fails;
        private boolean declines;
        private String consumer = "acme";

        @Override
        public boolean is(HttpRequest request) {
            return request.uri().equals("/direct");
        }

        @Override
        public @Nullable Reply answer(HttpRequest request, ByteBuf body, @Nullable String peer) {
            bodies.add(body);
            if (fails) {
                throw new IllegalStateException("planted");
            }
            byte[] said = ("direct " + body.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
            return declines ? null : new Reply(200, Map.of("X-Consumer-Id", consumer), said);
        }
    }

    /** What stands behind: remembers what it is asked, and answers when it is told to. */
    private static final class Server extends ChannelInboundHandlerAdapter {
        private final List<String> asked = new ArrayList<>();
        private @Nullable ChannelHandlerContext context;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        @Override
        public void channelRead(ChannelHandlerContext read, Object message) {
            if (message instanceof HttpRequest request) {
                asked.add(request.method() + " " + request.uri());
            } else if (message instanceof HttpContent content
                    && content.content().isReadable()) {
                asked.add(content.content().toString(StandardCharsets.UTF_8));
            }
            ReferenceCountUtil.release(message);
        }

        void says(HttpResponseStatus status) {
            DefaultFullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
            response.headers().set("content-length", 0);
            var unused = context.writeAndFlush(response);
        }
    }

    private void comes(String bytes) {
        connection.writeInbound(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }

    private String left() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = connection.readOutbound(); bytes != null; bytes = connection.readOutbound()) {
            text.append(bytes.toString(StandardCharsets.ISO_8859_1));
            bytes.release();
        }
        return text.toString();
    }

    @Test
    void aPlainRequestOfAKnownKindIsAnsweredOnTheConnection() {
        comes(PLAIN);

        assertThat(left())
                .isEqualTo("HTTP/1.1 200 OK\r\nX-Consumer-Id: acme\r\ndate: Sun, 01 Mar 2026 00:00:07 GMT\r\n"
                        + "content-length: 7\r\n\r\ndirect ");
        assertThat(server.asked).isEmpty();
    }

    @Test
    void whatTheServerAnswersIsDatedByTheSameClockButWhatItSaysBeforeIsNot() {
        comes(OTHER);

        server.says(HttpResponseStatus.CONTINUE);
        assertThat(left()).doesNotContain("date");
        server.says(HttpResponseStatus.OK);
        assertThat(left()).contains("date: Sun, 01 Mar 2026 00:00:07 GMT\r\n");
    }

    @Test
    void aBodyThatComesInPiecesIsPutTogether() {
        comes("POST /direct HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\nab");
        comes("cd");
        assertThat(left()).isEmpty();

        comes("ef");

        assertThat(left()).endsWith("direct abcdef");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /other HTTP/1.1\r\n",
                "GET /direct HTTP/1.0\r\n",
                "HEAD /direct HTTP/1.1\r\n",
                "GET /direct HTTP/1.1\r\nExpect: 100-continue\r\n",
                "GET /direct HTTP/1.1\r\nUpgrade: h2c\r\n",
                "GET /direct HTTP/1.1\r\nContent-Encoding: gzip\r\n",
                "POST /direct HTTP/1.1\r\nTransfer-Encoding: chunked\r\n",
                "POST /direct HTTP/1.1\r\nContent-Length: 8193\r\n",
                "POST /direct HTTP/1.1\r\nContent-Length: 99999999999\r\n"
            })
    void whatIsNotPlainIsTheServers(String head) {
        comes(head + "Host: x\r\n\r\n");

        assertThat(server.asked).hasSize(1);
        assertThat(left()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#f", "%", "%2", "%zz", "\u00e4", "\\", "\"", "<", "{", "|", "^", "`", ";", "!", "$", "'"})
    void aTargetOfOtherThanPlainCharactersIsTheServers(String odd) {
        comes("GET /direct" + odd + " HTTP/1.1\r\nHost: x\r\n\r\n");

        assertThat(server.asked).hasSize(1);
    }

    @Test
    void whileTheServerOwesAnAnswerItGetsEveryRequest() {
        comes(OTHER + PLAIN);
        assertThat(server.asked).containsExactly("GET /other", "GET /direct");
        assertThat(left()).isEmpty();

        server.says(HttpResponseStatus.OK);
        comes(PLAIN);
        assertThat(server.asked).hasSize(3);

        server.says(HttpResponseStatus.OK);
        server.says(HttpResponseStatus.OK);
        left();
        comes(PLAIN);
        assertThat(server.asked).hasSize(3);
        assertThat(left()).endsWith("direct ");
    }

    @Test
    void anInterimAnswerOfTheServersSettlesNothing() {
        comes(OTHER);
        server.says(HttpResponseStatus.CONTINUE);

        comes(PLAIN);

        assertThat(server.asked).containsExactly("GET /other", "GET /direct");
    }

    @Test
    void manyRequestsInOneReadAreAnsweredInTheirOrder() {
        comes(PLAIN.repeat(3) + OTHER + PLAIN);

        assertThat(left().split("HTTP/1.1 200 OK", -1)).hasSize(4);
        assertThat(server.asked).containsExactly("GET /other", "GET /direct");
    }

    @Test
    void whatAShortcutDeclinesReachesTheServerWhole() {
        shortcut.declines = true;

        comes("POST /direct HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab");
        comes("cd");

        assertThat(server.asked).containsExactly("POST /direct", "ab", "cd");
    }

    @Test
    void aFailureIsARefusalWithoutADetail() {
        shortcut.fails = true;

        comes(PLAIN);

        assertThat(left()).startsWith("HTTP/1.1 503").contains("UNAVAILABLE").doesNotContain("planted");
    }

    @Test
    void anAnswerThatCannotBeWrittenIsARefusal() {
        shortcut.consumer = "acme\r\nX-Consumer-Id: other";

        comes(PLAIN);

        assertThat(left()).startsWith("HTTP/1.1 503").doesNotContain("acme");
    }

    @Test
    void aConnectionThatIsNotToStayIsClosedAfterTheAnswer() {
        comes("GET /direct HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" + PLAIN);

        assertThat(left()).contains("connection: close").containsOnlyOnce("HTTP/1.1 200 OK");
        assertThat(connection.isOpen()).isFalse();
    }

    @Test
    void aConnectionThatBreaksAmidABodyLeavesNothing() {
        comes("POST /direct HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab");

        var unused = connection.close();

        assertThat(server.asked).isEmpty();
        assertThat(shortcut.bodies).isEmpty();
    }
}
