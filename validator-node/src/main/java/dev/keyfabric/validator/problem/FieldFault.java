package dev.keyfabric.validator.problem;

/**
 * What is wrong with one member of a request.
 *
 * @param field a JSON pointer
 * @param code stable
 */
public record FieldFault(String field, String code, String detail) {}
