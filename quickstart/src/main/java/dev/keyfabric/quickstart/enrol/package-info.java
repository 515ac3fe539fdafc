/** How the parts of a fabric come to be trusted: services are defined, and enrolment keys laid where each part looks. */
@NullMarked
package dev.keyfabric.quickstart.enrol;

import org.jspecify.annotations.NullMarked;
