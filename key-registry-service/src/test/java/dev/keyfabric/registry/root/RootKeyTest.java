package dev.keyfabric.registry.root;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordSignature;
import dev.keyfabric.context.record.RootPin;
import dev.keyfabric.registry.Registries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class RootKeyTest {
    private final SecureRandom random = new SecureRandom();
    private final Path folder = Registries.folder("root-key");
    private final Path file = folder.resolve("root.key");

    @Test
    void aKeyIsMadeOnceForItsOwnerAloneAndKept() throws IOException {
        KeyFiles files = new KeyFiles(null, random);

        SigningKey made = files.readOrMake(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(files.readOrMake(file).kid()).isEqualTo(made.kid());
    }

    @Test
    void whoeverMakesItAtTheSameTimeGetsTheSameKey() throws Exception {
        List<Callable<String>> makers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            makers.add(() -> new KeyFiles(null, random).readOrMake(file).kid());
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Set<String> kids = new HashSet<>();
            for (Future<String> kid : threads.invokeAll(makers)) {
                kids.add(kid.get());
            }
            assertThat(kids).hasSize(1);
        } finally {
            threads.shutdown();
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws IOException {
        KeyFiles files = new KeyFiles(null, random);
        files.readOrMake(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> files.readOrMake(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("root.key")
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aKeyIsSealedByTheFirstLineOfThePassphraseFile() throws IOException {
        SigningKey made = new KeyFiles(passphrase("open sesame\n"), random).readOrMake(file);

        assertThat(Files.readString(file)).contains("SEALED").doesNotContain("BEGIN PRIVATE KEY");
        assertThat(new KeyFiles(passphrase("open sesame\nand a remark\n"), random)
                        .readOrMake(file)
                        .kid())
                .isEqualTo(made.kid());
        KeyFiles others = new KeyFiles(passphrase("open barley"), random);
        assertThatThrownBy(() -> others.readOrMake(file)).isInstanceOf(IOException.class);
        KeyFiles plain = new KeyFiles(null, random);
        assertThatThrownBy(() -> plain.readOrMake(file)).isInstanceOf(IOException.class);
    }

    @Test
    void anEmptyPassphraseIsNone() {
        assertThatThrownBy(() -> new KeyFiles(passphrase("\nsecond line"), random))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is empty");
        assertThatThrownBy(() -> new KeyFiles(folder.resolve("nowhere"), random))
                .isInstanceOf(IOException.class);
    }

    @Test
    void theThumbprintIsOneLineForEveryone() throws IOException {
        RootKey root = new RootKey(SigningKey.generate(random));

        root.publish(folder);
        root.publish(folder);

        Path published = folder.resolve("root.thumbprint");
        assertThat(Files.readString(published)).isEqualTo(root.thumbprint() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(published)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void aSignedRecordCountsForItsTopicKeyAndValueAlone() {
        RootKey root = new RootKey(SigningKey.generate(random));
        Headers headers = new RecordHeaders();
        root.sign(headers, "keyfabric.services.v1", bytes("orders"), bytes("state"));

        assertThat(root.signed("keyfabric.services.v1", bytes("orders"), bytes("state"), headers))
                .isTrue();
        assertThat(root.signed("other.services.v1", bytes("orders"), bytes("state"), headers))
                .isFalse();
        assertThat(root.signed("keyfabric.services.v1", bytes("payments"), bytes("state"), headers))
                .isFalse();
        assertThat(root.signed("keyfabric.services.v1", bytes("orders"), bytes("other"), headers))
                .isFalse();
        assertThat(root.signed("keyfabric.services.v1", bytes("orders"), null, headers))
                .isFalse();
        RootKey another = new RootKey(SigningKey.generate(random));
        assertThat(another.signed("keyfabric.services.v1", bytes("orders"), bytes("state"), headers))
                .isFalse();
        for (String header : new String[] {RecordSignature.HEADER, RootPin.HEADER}) {
            Headers without = new RecordHeaders(headers).remove(header);
            assertThat(root.signed("keyfabric.services.v1", bytes("orders"), bytes("state"), without))
                    .isFalse();
        }
    }

    @Test
    void neitherKeyNorPassphraseIsPrinted() throws IOException {
        RootKey root = new RootKey(SigningKey.generate(random));

        assertThat(root.toString()).contains(root.thumbprint()).contains("not shown");
        assertThat(new KeyFiles(passphrase("open sesame"), random)).hasToString("KeyFiles[sealed]");
    }

    private Path passphrase(String text) throws IOException {
        return Files.writeString(folder.resolve("passphrase"), text);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
