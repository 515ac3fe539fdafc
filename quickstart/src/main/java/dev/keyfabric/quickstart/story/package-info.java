/** A key's whole life, told step by step against a running fabric; each step checks what it claims. */
@NullMarked
package dev.keyfabric.quickstart.story;

import org.jspecify.annotations.NullMarked;
