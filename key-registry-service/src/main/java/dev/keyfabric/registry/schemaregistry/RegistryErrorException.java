package dev.keyfabric.registry.schemaregistry;

/** A refusal in the words of the Confluent Schema Registry: {@code {"error_code", "message"}}. */
final class RegistryErrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    private RegistryErrorException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** Five digits, of which the first three are the HTTP status. */
    int code() {
        return code;
    }

    int status() {
        return code / 100;
    }

    static RegistryErrorException noSubject() {
        return new RegistryErrorException(40401, "Subject not found.");
    }

    static RegistryErrorException noVersion() {
        return new RegistryErrorException(40402, "Version not found.");
    }

    static RegistryErrorException noSchema() {
        return new RegistryErrorException(40403, "Schema not found.");
    }

    static RegistryErrorException invalidSchema() {
        return new RegistryErrorException(42201, "Invalid schema.");
    }

    static RegistryErrorException invalidVersion() {
        return new RegistryErrorException(
                42202, "The specified version is not a valid version id: a positive number or 'latest'.");
    }

    static RegistryErrorException readOnly() {
        return new RegistryErrorException(42205, "Operation not permitted: this registry is in READONLY mode.");
    }
}
