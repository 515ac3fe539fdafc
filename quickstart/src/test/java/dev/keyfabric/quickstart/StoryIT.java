package dev.keyfabric.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keyfabric.quickstart.story.Narrator;
import dev.keyfabric.quickstart.story.Story;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryIT {
    @Test
    void everyStepOfTheStoryIsAsPromised(@TempDir Path data) {
        QuickstartSettings settings = FreePorts.settings(data, 2);
        ByteArrayOutputStream told = new ByteArrayOutputStream();

        try (Fabric fabric = Fabric.start(settings, part -> {})) {
            new Story(fabric, new Narrator(new PrintStream(told, true, StandardCharsets.UTF_8))).tell();
        }

        assertThat(told.toString(StandardCharsets.UTF_8))
                .contains("receipt: final, confirmed by 2 of 2 validators")
                .contains("validator-1", "validator-2", "position keys.v1-", "still REVOKED", "agrees with the others")
                .contains("stamped by orders", "OTHER_TOPIC", "not charged twice", "KEY_COMPROMISED");
    }
}
