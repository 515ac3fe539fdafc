package dev.keyfabric.validation.settings;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the node's certificate lies, all of it PEM.
 *
 * @param certificate the chain, its own certificate first
 * @param key of that certificate, PKCS#8, not encrypted
 * @param clientCa whoever these have certified is known as a caller; null = nobody is known by a certificate
 */
public record TlsFiles(Path certificate, Path key, @Nullable Path clientCa) {}
