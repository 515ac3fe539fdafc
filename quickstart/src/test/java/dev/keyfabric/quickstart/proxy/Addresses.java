package dev.keyfabric.quickstart.proxy;

/** Loopback ports of a proxy: its own, and those of the two that it speaks to. */
record Addresses(int own, int validator, int service) {}
