package dev.keyfabric.context.enrol;

import dev.keyfabric.context.trust.KeyUse;

/**
 * What the registry says of a key that it has enrolled.
 *
 * @param owner the node or service it is of now
 * @param trustRoot thumbprint of the root that vouches for it
 */
public record Enrolled(String kid, String owner, KeyUse use, String trustRoot) {}
