/** The judge: a question about a key becomes a verdict. Pure but for the view it reads and the clock it is given. */
@NullMarked
package dev.keyfabric.validation.judge;

import org.jspecify.annotations.NullMarked;
