/** The gRPC door of Envoy: envoy.service.auth.v3.Authorization. */
@NullMarked
package dev.keyfabric.validator.check;

import org.jspecify.annotations.NullMarked;
