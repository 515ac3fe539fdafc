package dev.keyfabric.context.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keyfabric.context.text.Base64Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyFileTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    @TempDir
    private Path folder;

    private final SigningKey key = SigningKey.generate(RANDOM);

    @Test
    void aSavedKeyIsLoadedAgainAndOnlyItsOwnerMayReadIt() throws Exception {
        Path file = saved(null);
        assertThat(SigningKeyFile.load(file, null).kid()).isEqualTo(key.kid());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aPlainFileIsThePkcs8ThatOtherToolsRead() throws Exception {
        List<String> lines = Files.readAllLines(saved(null));
        byte[] pkcs8 = Base64.getDecoder().decode(String.join("", lines.subList(1, lines.size() - 1)));
        assertThat(KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8)))
                .isNotNull();
        assertThat(lines.get(0)).isEqualTo("-----BEGIN PRIVATE KEY-----");
    }

    @Test
    void aKeySavedWithAPassphraseIsLoadedWithItAlone() throws Exception {
        Path file = saved(PASSPHRASE);
        assertThat(SigningKeyFile.load(file, PASSPHRASE).kid()).isEqualTo(key.kid());
        refused(file, "wrong".toCharArray());
        refused(file, null);
    }

    @Test
    void aPlainFileIsRefusedWhereAPassphraseIsConfigured() throws Exception {
        refused(saved(null), PASSPHRASE);
    }

    @Test
    void aSealedFileDoesNotHoldTheKeyInTheClear() throws Exception {
        Path file = saved(PASSPHRASE);
        List<String> lines = Files.readAllLines(file);
        byte[] sealed = Base64.getDecoder().decode(String.join("", lines.subList(1, lines.size() - 1)));
        assertThat(HexFormat.of().formatHex(sealed))
                .doesNotContain(HexFormat.of().formatHex(key.secretSeed()));
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws Exception {
        Path file = saved(null);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> SigningKeyFile.load(file, null)).hasMessageContaining("chmod 600");
    }

    @Test
    void aDamagedFileIsRefusedAndNotQuoted() throws Exception {
        Path file = saved(PASSPHRASE);
        byte[] good = Files.readAllBytes(file);
        for (int at : new int[] {0, 40, 60, 100, good.length - 60}) {
            byte[] bad = good.clone();
            bad[at] = (byte) (bad[at] == 'A' ? 'B' : 'A');
            Files.write(file, bad);
            refused(file, PASSPHRASE);
        }
        for (byte[] bad : List.of(new byte[0], Arrays.copyOf(good, 70), new byte[9000], new byte[] {(byte) 0xff})) {
            Files.write(file, bad);
            refused(file, PASSPHRASE);
            refused(file, null);
        }
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nQUJD\n-----END PRIVATE KEY-----\n");
        refused(file, null);
    }

    @Test
    void theSecretHalfIsInNoText() {
        String seed = new String(key.secretSeed(), StandardCharsets.ISO_8859_1);
        assertThat(key.toString())
                .doesNotContain(seed)
                .doesNotContain(Base64Url.encode(key.secretSeed()))
                .doesNotContain(HexFormat.of().formatHex(key.secretSeed()))
                .contains(key.kid());
    }

    private Path saved(char[] passphrase) throws IOException {
        Path file = folder.resolve("signing.key");
        SigningKeyFile.save(key, file, passphrase, RANDOM);
        return file;
    }

    private static void refused(Path file, char[] passphrase) {
        assertThatThrownBy(() -> SigningKeyFile.load(file, passphrase)).isInstanceOf(IOException.class);
    }
}
