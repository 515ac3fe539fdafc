package dev.keyfabric.quickstart.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends bytes that no client library would send, and reads what comes back until the other side closes. */
final class RawClient {
    private static final AtomicInteger ADDRESSES = new AtomicInteger();
    private static final int PATIENCE_MILLIS = 10_000;

    /** Behind an answer, for another one or the end of the connection, which not every request asks for. */
    private static final int MORE_MILLIS = 500;

    private RawClient() {}

    /** An address of this host that nothing came from yet: failed attempts of one are soon too many. */
    static String freshAddress() {
        int next = ADDRESSES.incrementAndGet();
        return "127.1." + next / 250 + "." + (1 + next % 250);
    }

    /** A text with lines that end as HTTP's do. */
    static String lines(String text) {
        return text.replace("\n", "\r\n");
    }

    static List<Message> send(int port, String request, String from) {
        return send(port, request.getBytes(StandardCharsets.ISO_8859_1), from);
    }

    /** The last answer: the one before may be a 100. */
    static Message ask(int port, String request) {
        return last(send(port, request, freshAddress()));
    }

    static Message askFrom(String address, int port, String request) {
        return last(send(port, request, address));
    }

    static Message ask(int port, byte[] request) {
        return last(send(port, request, freshAddress()));
    }

    private static Message last(List<Message> answers) {
        if (answers.isEmpty()) {
            throw new IllegalStateException("no answer");
        }
        return answers.get(answers.size() - 1);
    }

    private static List<Message> send(int port, byte[] request, String from) {
        boolean head = new String(request, 0, 5, StandardCharsets.ISO_8859_1).equals("HEAD ");
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getAllByName(from)[0], 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            write(socket, request);
            return answers(socket, head);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever refuses may close before everything is written; what it said before is the answer. */
    private static void write(Socket socket, byte[] request) {
        try {
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The answer tells.
        }
    }

    private static List<Message> answers(Socket socket, boolean head) {
        List<Message> answers = new ArrayList<>();
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Message next = Message.read(in, head); next != null; next = Message.read(in, head)) {
                answers.add(next);
                if (next.status() >= 200) {
                    socket.setSoTimeout(MORE_MILLIS);
                }
            }
        } catch (IOException e) {
            // Reset after a refusal, or kept open: what came before counts.
        }
        return answers;
    }
}
