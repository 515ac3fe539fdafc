package dev.keyfabric.follower;

/** The brokers did not answer; asking again later may work. */
final class BusUnreachableException extends Exception {
    BusUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
