/** The logins that this machine keeps, mode 0600. */
@NullMarked
package dev.keyfabric.cli.profile;

import org.jspecify.annotations.NullMarked;
