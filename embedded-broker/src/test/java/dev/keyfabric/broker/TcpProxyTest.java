package dev.keyfabric.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
    private static final int SHORT_MS = 200;
    private static final int LONG_MS = 20_000;

    private ServerSocket server;
    private TcpProxy proxy;
    private Socket client;
    private Socket served;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        proxy = new TcpProxy();
        proxy.leadTo(server.getLocalPort());
        client = toProxy();
        served = server.accept();
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        served.close();
        proxy.close();
        server.close();
    }

    private Socket toProxy() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    }

    private static int heard(Socket by, int withinMs) throws IOException {
        by.setSoTimeout(withinMs);
        return by.getInputStream().read();
    }

    @Test
    void itCarriesBothWays() throws IOException {
        client.getOutputStream().write(1);
        served.getOutputStream().write(2);

        assertThat(heard(served, LONG_MS)).isEqualTo(1);
        assertThat(heard(client, LONG_MS)).isEqualTo(2);
    }

    @Test
    void silentItClosesNothingAndDeliversOnceHealed() throws IOException {
        proxy.silence();
        client.getOutputStream().write(1);
        served.getOutputStream().write(2);
        assertThatThrownBy(() -> heard(served, SHORT_MS)).isInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> heard(client, SHORT_MS)).isInstanceOf(SocketTimeoutException.class);

        proxy.heal();

        assertThat(heard(served, LONG_MS)).isEqualTo(1);
        assertThat(heard(client, LONG_MS)).isEqualTo(2);
    }

    @Test
    void aConnectionThatWasForgottenStaysSilentAndANewOneIsCarried() throws IOException {
        proxy.silence();
        client.getOutputStream().write(1);

        proxy.healForgetting();

        try (Socket again = toProxy();
                Socket servedAgain = server.accept()) {
            again.getOutputStream().write(3);
            assertThat(heard(servedAgain, LONG_MS)).isEqualTo(3);
        }
        assertThatThrownBy(() -> heard(served, SHORT_MS)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void theEndOfOneSideIsToldToTheOther() throws IOException {
        client.close();

        assertThat(heard(served, LONG_MS)).isEqualTo(-1);
    }
}
