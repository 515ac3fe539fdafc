package dev.keyfabric.quickstart.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Sits where a proxy looks for its validator, and says to every question what a test lets it say: bytes, or nothing at all. */
final class Oracle implements AutoCloseable {
    private final ServerSocket listening;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "oracle");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String answer = "";

    private Oracle() throws IOException {
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static Oracle start() {
        try {
            Oracle oracle = new Oracle();
            oracle.threads.execute(oracle::accept);
            return oracle;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on; empty = it closes the connection without a word. */
    void says(String answer) {
        this.answer = answer;
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                open.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket proxy) {
        try (proxy) {
            InputStream questions = new BufferedInputStream(proxy.getInputStream());
            while (Message.read(questions, false) != null && !answer.isEmpty()) {
                proxy.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            // The proxy went away.
        }
    }
}
