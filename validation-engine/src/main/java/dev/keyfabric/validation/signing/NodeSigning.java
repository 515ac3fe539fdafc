package dev.keyfabric.validation.signing;

import dev.keyfabric.context.enrol.Enroller;
import dev.keyfabric.context.enrol.OwnKey;
import dev.keyfabric.context.enrol.OwnKeySettings;
import dev.keyfabric.context.enrol.OwnKeyStatus;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.validation.ValidationEngine;
import dev.keyfabric.validation.settings.EnrolmentSettings;
import dev.keyfabric.validation.settings.SettingsException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key with which this node signs tokens and positions: made here, enrolled at the registry, and exchanged, on a thread
 * of its own. A node without one judges as ever.
 */
public final class NodeSigning implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSigning.class);
    private static final Duration REGISTRY_TIMEOUT = Duration.ofSeconds(5);

    private final @Nullable OwnKey ownKey;

    private NodeSigning(@Nullable OwnKey ownKey) {
        this.ownKey = ownKey;
    }

    /**
     * Gives an engine the key to sign with, as soon as there is one.
     *
     * @param settings null = the node is to have none
     * @throws SettingsException when a key on disk cannot be read
     */
    public static NodeSigning start(@Nullable EnrolmentSettings settings, ValidationEngine engine) {
        if (settings == null) {
            return new NodeSigning(null);
        }
        try {
            OwnKey ownKey = OwnKey.start(
                    new OwnKeySettings(settings.folder(), settings.keyFile(), KeyUse.TXN, settings.passphraseFile()),
                    new Enroller(settings.registry(), REGISTRY_TIMEOUT),
                    engine.identity().trustedKeys(),
                    NodeSigning::log);
            engine.signWith(ownKey::current);
            return new NodeSigning(ownKey);
        } catch (IOException e) {
            throw new SettingsException(List.of("the node's signing keys: " + e.getMessage()));
        }
    }

    /** How things stand with the key; empty when the node is to have none. */
    public Optional<OwnKeyStatus> status() {
        return Optional.ofNullable(ownKey).map(OwnKey::status);
    }

    /** A node that cannot sign is told of here: its positions count for nothing, and its tokens are not issued. */
    private static void log(OwnKeyStatus status) {
        if (status.fault() == null) {
            LOG.info("signing event=key key={} kid={}", status.stage(), status.kid());
        } else {
            LOG.warn("signing event=fault key={} kid={} fault=\"{}\"", status.stage(), status.kid(), status.fault());
        }
    }

    @Override
    public void close() {
        if (ownKey != null) {
            ownKey.close();
        }
    }
}
