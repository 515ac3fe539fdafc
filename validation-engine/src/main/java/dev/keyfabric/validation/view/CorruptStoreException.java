package dev.keyfabric.validation.view;

/** What lies on the disk is not what was written: the store is set aside and filled again. */
final class CorruptStoreException extends StoreException {
    CorruptStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
