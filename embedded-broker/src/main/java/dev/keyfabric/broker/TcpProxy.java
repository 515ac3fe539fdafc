package dev.keyfabric.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way through TCP that can fall silent: both ends stay connected and hear nothing more, as when packets are dropped
 * and nobody sends a reset. Clients that connect meanwhile are accepted, and hear nothing either.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final ServerSocket door;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private boolean silent;

    /** A proxy that listens on a free port of loopback, and does not know yet for whom. */
    public TcpProxy() {
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** Where connections from now on lead. */
    public void leadTo(int targetPort) {
        target = targetPort;
    }

    /** Drops what is sent from now on, to be sent again by TCP later. */
    public synchronized void silence() {
        silent = true;
    }

    /** Lets everything through again, also what was sent meanwhile. */
    public synchronized void heal() {
        silent = false;
        notifyAll();
    }

    /** As {@link #heal()}, for new connections alone: a firewall between has forgotten those that it knew. */
    public synchronized void healForgetting() {
        connections.forEach(connection -> connection.forgotten = true);
        heal();
    }

    @Override
    public void close() {
        closeQuietly(door);
        connections.forEach(Connection::close);
        heal();
    }

    private void accept() {
        try {
            while (true) {
                Connection connection = new Connection(door.accept());
                connections.add(connection);
                daemon(connection::open);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private synchronized void awaitSound() throws InterruptedException {
        while (silent) {
            wait();
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable what) {
        try {
            what.close();
        } catch (Exception e) {
            // It is of no use any more.
        }
    }

    /** One client's way to the target. */
    private final class Connection {
        private final Socket client;
        private volatile Socket server = new Socket();
        private volatile boolean forgotten;

        Connection(Socket client) {
            this.client = client;
        }

        void open() {
            try {
                awaitSound();
                server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                daemon(() -> carry(client, server));
                carry(server, client);
            } catch (IOException e) {
                close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void carry(Socket from, Socket to) {
            byte[] bytes = new byte[BUFFER];
            try {
                for (int read = from.getInputStream().read(bytes);
                        read >= 0;
                        read = from.getInputStream().read(bytes)) {
                    awaitSound();
                    if (!forgotten) {
                        to.getOutputStream().write(bytes, 0, read);
                    }
                }
                awaitSound();
            } catch (IOException e) {
                // The other end learns of it below.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (!forgotten) {
                close();
            }
        }

        void close() {
            closeQuietly(client);
            closeQuietly(server);
            connections.remove(this);
        }
    }
}
