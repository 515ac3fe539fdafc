package dev.keyfabric.registry.root;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.record.RecordContent;
import dev.keyfabric.context.record.RecordSignature;
import java.util.function.Supplier;

/**
 * What a registry signs with.
 *
 * @param own this instance's key, of use REGISTRY, as it is now
 */
public record RegistryKeys(RootKey root, Supplier<SigningKey> own) {
    /** The value of a command's signature header, by this instance. */
    public byte[] sign(RecordContent command) {
        return RecordSignature.sign(own.get(), command);
    }
}
