package dev.keyfabric.follower;

/** The brokers did not answer; asking again later may work. */
final class BusUnreachableException extends Exception {
    BusUnreachableException(Throwable cause) {
        super(cause.getCause() == null ? cause.toString() : cause + ": " + cause.getCause(), cause);
    }
}
