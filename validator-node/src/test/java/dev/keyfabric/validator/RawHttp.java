package dev.keyfabric.validator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Bytes to a node and back, well-formed or not. */
final class RawHttp {
    private static final int PATIENCE_MS = 15_000;

    private RawHttp() {}

    /** What came back until the node closed the connection; empty when it closed without a word. */
    static String send(URI node, byte[] request) throws IOException {
        try (Socket socket = new Socket(node.getHost(), node.getPort())) {
            socket.setSoTimeout(PATIENCE_MS);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
            } catch (SocketException e) {
                // closed while it was sent: what was said before can be read still
            }
            return read(socket);
        }
    }

    static String send(URI node, String request) throws IOException {
        return send(node, request.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String read(Socket socket) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            byte[] buffer = new byte[4096];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                answer.write(buffer, 0, n);
            }
        } catch (SocketException e) {
            // closed hard
        } catch (SocketTimeoutException e) {
            throw new IOException("neither answered nor closed: " + answer.toString(StandardCharsets.ISO_8859_1), e);
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
