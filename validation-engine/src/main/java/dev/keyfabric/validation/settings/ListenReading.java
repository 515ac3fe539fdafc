package dev.keyfabric.validation.settings;

import static dev.keyfabric.validation.settings.NodeSetting.ANY_ADDRESS;
import static dev.keyfabric.validation.settings.NodeSetting.GRPC_PORT;
import static dev.keyfabric.validation.settings.NodeSetting.HTTP_CONNECTIONS;
import static dev.keyfabric.validation.settings.NodeSetting.HTTP_HOST;
import static dev.keyfabric.validation.settings.NodeSetting.HTTP_PORT;
import static dev.keyfabric.validation.settings.NodeSetting.HTTP_REQUEST_TIMEOUT;
import static dev.keyfabric.validation.settings.NodeSetting.MANAGEMENT_HOST;
import static dev.keyfabric.validation.settings.NodeSetting.MANAGEMENT_PORT;
import static dev.keyfabric.validation.settings.NodeSetting.TLS_CERTIFICATE_FILE;
import static dev.keyfabric.validation.settings.NodeSetting.TLS_CLIENT_CA_FILE;
import static dev.keyfabric.validation.settings.NodeSetting.TLS_KEY_FILE;

import dev.keyfabric.validation.address.CidrBlock;
import dev.keyfabric.validation.address.IpAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads where the node listens. Beyond loopback it wants TLS, and a way to tell callers apart: certificates of theirs, or
 * a root of trust by which service JWTs are checked. A node that has neither does not start.
 */
public final class ListenReading {
    private static final int MAX_PORT = 65_535;
    private static final CidrBlock LOOPBACK_4 = CidrBlock.parse("127.0.0.0/8").orElseThrow();
    private static final CidrBlock LOOPBACK_6 = CidrBlock.parse("::1").orElseThrow();

    private ListenReading() {}

    /**
     * How the HTTP server is to listen, as far as that must be known before settings are checked; what is wrong with it is
     * said by {@link NodeSettings#read}.
     */
    public static ListenSettings peek(Map<String, ?> given) {
        SettingsSource source = new SettingsSource(given);
        return read(source, source.text(HTTP_HOST, ""), true);
    }

    /**
     * What is set.
     *
     * @param boundHost what HTTP is bound to in the end
     * @param rooted whether service JWTs can be checked
     */
    static ListenSettings read(SettingsSource source, String boundHost, boolean rooted) {
        int httpPort = source.number(HTTP_PORT, 0, MAX_PORT);
        boolean open = source.flag(ANY_ADDRESS);
        TlsFiles tls = tls(source);
        boolean guarded = !isLoopback(boundHost) && !open;
        if (guarded) {
            checkProofs(source, tls, rooted);
        }
        if (guarded && !boundHost.equals(source.text(HTTP_HOST))) {
            source.problem("micronaut.server.host", "must not be set beyond loopback: set " + HTTP_HOST.key());
        }
        return new ListenSettings(
                boundHost,
                grpcPort(source, httpPort),
                tls,
                guarded ? management(source, httpPort) : null,
                source.number(HTTP_CONNECTIONS, 1, 1_000_000),
                source.duration(HTTP_REQUEST_TIMEOUT, Duration.ofMillis(100), Duration.ofSeconds(60)),
                guarded);
    }

    private static void checkProofs(SettingsSource source, @Nullable TlsFiles tls, boolean rooted) {
        if (tls == null) {
            source.problem(
                    HTTP_HOST,
                    "must be a loopback address, or " + TLS_CERTIFICATE_FILE.key() + " must be set, or "
                            + ANY_ADDRESS.key() + " must be true");
        } else if (tls.clientCa() == null && !rooted) {
            source.problem(
                    HTTP_HOST,
                    "is no loopback address, so callers must be told apart: set " + TLS_CLIENT_CA_FILE.key() + " or "
                            + NodeSetting.TRUST_ROOT.key());
        }
    }

    private static @Nullable TlsFiles tls(SettingsSource source) {
        Path certificate = source.file(TLS_CERTIFICATE_FILE);
        Path key = source.file(TLS_KEY_FILE);
        Path clientCa = source.file(TLS_CLIENT_CA_FILE);
        if (certificate != null && key != null) {
            return new TlsFiles(certificate, key, clientCa);
        }
        if (certificate != null) {
            source.problem(TLS_KEY_FILE, "must be set with " + TLS_CERTIFICATE_FILE.key());
        } else if (key != null || clientCa != null) {
            source.problem(
                    TLS_CERTIFICATE_FILE,
                    "must be set with " + (key == null ? TLS_CLIENT_CA_FILE : TLS_KEY_FILE).key());
        }
        return null;
    }

    private static ListenSettings.Management management(SettingsSource source, int httpPort) {
        String host = source.text(MANAGEMENT_HOST, "");
        int port = source.text(MANAGEMENT_PORT) == null
                ? httpPort == 0 || httpPort + 2 > MAX_PORT ? 0 : httpPort + 2
                : source.number(MANAGEMENT_PORT, 0, MAX_PORT);
        return new ListenSettings.Management(host, port, !isLoopback(host));
    }

    private static @Nullable Integer grpcPort(SettingsSource source, int httpPort) {
        String given = source.text(GRPC_PORT);
        if (given == null) {
            return httpPort == 0 || httpPort == MAX_PORT ? 0 : httpPort + 1;
        }
        return given.equals("off") ? null : (Integer) source.number(GRPC_PORT, 0, MAX_PORT);
    }

    /** Whether an address is of this host alone. */
    public static boolean isLoopback(String host) {
        return host.equals("localhost")
                || IpAddress.parse(host)
                        .filter(address -> LOOPBACK_4.contains(address) || LOOPBACK_6.contains(address))
                        .isPresent();
    }
}
