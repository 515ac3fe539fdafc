/** Answers of this node before any server sends them. */
@NullMarked
package dev.keyfabric.validator.reply;

import org.jspecify.annotations.NullMarked;
