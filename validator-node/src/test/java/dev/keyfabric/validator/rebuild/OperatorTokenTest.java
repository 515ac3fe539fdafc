package dev.keyfabric.validator.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.validation.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class OperatorTokenTest {
    private final Path file = Folders.fresh().resolve("operator.token");

    private OperatorToken token() {
        return OperatorToken.of(file, new SecureRandom());
    }

    @Test
    void itIsMadeForItsOwnerAloneAndStaysTheSame() throws Exception {
        token();
        String made = Files.readString(file).strip();

        assertThat(made).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(token().is(made)).isTrue();
        assertThat(Files.readString(file).strip()).isEqualTo(made);
    }

    @Test
    void nothingElseIsIt() {
        OperatorToken token = token();

        assertThat(token.is(null)).isFalse();
        assertThat(token.is("")).isFalse();
        assertThat(token.is("x".repeat(43))).isFalse();
    }

    @Test
    void aFileThatOthersMayReadLetsNobodyIn() throws Exception {
        token();
        String made = Files.readString(file).strip();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(token().is(made)).isFalse();
    }

    @Test
    void anEmptyOrShortOrVeryLongFileLetsNobodyIn() throws Exception {
        for (String content : new String[] {"", "\n", "short", "x".repeat(600)}) {
            token();
            Files.writeString(file, content);
            assertThat(token().is(content.strip())).isFalse();
            assertThat(token().is("")).isFalse();
        }
    }

    @Test
    void whatCannotBeMadeLetsNobodyInAndStopsNothing() throws Exception {
        Files.createDirectories(file.getParent().getParent());
        Files.writeString(file.getParent(), "no folder");

        assertThat(token().is("x".repeat(43))).isFalse();
    }

    @Test
    void itDoesNotPrintItself() throws Exception {
        OperatorToken token = token();

        assertThat(token.toString()).doesNotContain(Files.readString(file).strip());
    }
}
