/** What a small service needs to stand beside a validator: settings, HTTP, and the ports of the library. */
@NullMarked
package dev.keyfabric.quickstart.service;

import org.jspecify.annotations.NullMarked;
