package dev.keyfabric.registry.schemaregistry;

import dev.keyfabric.registry.http.Json;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers refusals as clients of the Confluent Schema Registry read them. */
@Singleton
final class RegistryErrors implements ExceptionHandler<RegistryErrorException, HttpResponse<String>> {
    @Override
    @SuppressWarnings("rawtypes") // as the interface has it
    public HttpResponse<String> handle(HttpRequest request, RegistryErrorException error) {
        return HttpResponse.<String>status(error.status(), "Refused")
                .contentType(MediaType.of(SchemaRegistryController.CONTENT_TYPE))
                .body(Json.object()
                        .put("error_code", error.code())
                        .put("message", error.getMessage())
                        .toString());
    }
}
