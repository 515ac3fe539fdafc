package dev.keyfabric.quickstart.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands between a proxy and the service, passes everything on byte for byte, and remembers each request. */
final class Tap implements AutoCloseable {
    private final ServerSocket listening;
    private final int service;
    private final List<Message> seen = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "tap");
        thread.setDaemon(true);
        return thread;
    });

    private Tap(int service) throws IOException {
        this.service = service;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static Tap before(int service) {
        try {
            Tap tap = new Tap(service);
            tap.threads.execute(tap::accept);
            return tap;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listening.getLocalPort();
    }

    /** What came since this was last asked. */
    List<Message> taken() {
        List<Message> taken = new ArrayList<>(seen);
        seen.removeAll(taken);
        return taken;
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
                open.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void serve(Socket proxy) {
        try (proxy;
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), service)) {
            open.add(behind);
            InputStream requests = new BufferedInputStream(proxy.getInputStream());
            InputStream answers = new BufferedInputStream(behind.getInputStream());
            for (Message request = Message.read(requests, false);
                    request != null;
                    request = Message.read(requests, false)) {
                seen.add(request);
                behind.getOutputStream().write(request.raw());
                Message answer;
                do {
                    answer = Message.read(answers, request.method().equals("HEAD"));
                    if (answer == null) {
                        return;
                    }
                    proxy.getOutputStream().write(answer.raw());
                } while (answer.status() < 200);
            }
        } catch (IOException e) {
            // One of both closed: so do the others.
        }
    }
}
