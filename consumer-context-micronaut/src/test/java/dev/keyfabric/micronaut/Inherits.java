package dev.keyfabric.micronaut;

import io.micronaut.http.annotation.Get;

/** Demands that stand at an interface. */
interface Inherits {
    @Get("/inherited")
    @RequiresScope("orders:write")
    String inherited();
}
