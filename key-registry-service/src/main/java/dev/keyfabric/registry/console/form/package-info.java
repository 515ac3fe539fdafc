/** What people send by forms: read, checked, carried out once, and answered in words. */
@NullMarked
package dev.keyfabric.registry.console.form;

import org.jspecify.annotations.NullMarked;
