package dev.keyfabric.context.enrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentKeyTest {
    private static final String TEXT = "kf_live_0123456789abcdefSECRET";

    @TempDir
    Path folder;

    @Test
    void itPrintsAsNothingAndHasANameThatDoesNotGiveItAway() {
        EnrolmentKey key = EnrolmentKey.of(TEXT);
        assertThat(key.toString()).doesNotContain("SECRET", "kf_live");
        assertThat(key.fingerprint())
                .hasSize(22)
                .isEqualTo(EnrolmentKey.of(TEXT).fingerprint());
        assertThat(key.fingerprint()).isNotEqualTo(EnrolmentKey.of(TEXT + "x").fingerprint());
    }

    @Test
    void spaceAroundItInTheFileIsIgnored() throws Exception {
        assertThat(EnrolmentKey.read(file("  " + TEXT + "\r\n")).reveal()).isEqualTo(TEXT);
    }

    @Test
    void anEmptyFileHoldsNothingYet() throws Exception {
        assertThat(EnrolmentKey.read(file("\n"))).isNull();
        assertThatThrownBy(() -> EnrolmentKey.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-rw-rw-"})
    void aFileThatIsOpenToOthersIsRefusedAndTheMessageSaysWhatToDo(String mode) throws Exception {
        Path file = file(TEXT);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> EnrolmentKey.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("chmod 600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"short", "two words of a secret", "kf_live_0123456789abcdef\nSECOND", "kf_live_0123456789äbcdef"
            })
    void whatIsNoKeyIsRefusedUnquoted(String text) throws Exception {
        assertThatThrownBy(() -> EnrolmentKey.read(file(text)))
                .isInstanceOf(IOException.class)
                .message()
                .doesNotContain(text.substring(3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnrolmentKey.of(text))
                .withMessage("this is no enrolment key");
    }

    @Test
    void aFileThatIsMuchTooLongIsNotRead() throws Exception {
        assertThatThrownBy(() -> EnrolmentKey.read(file("x".repeat(20_000)))).hasMessageContaining("too long");
    }

    private Path file(String content) throws IOException {
        Path file = folder.resolve("enrolment.key");
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
