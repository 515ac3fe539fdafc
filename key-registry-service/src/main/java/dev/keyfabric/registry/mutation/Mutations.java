package dev.keyfabric.registry.mutation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.body.JsonBody;
import dev.keyfabric.registry.command.Asker;
import dev.keyfabric.registry.command.CommandGateway;
import dev.keyfabric.registry.command.CommandGateway.Done;
import dev.keyfabric.registry.command.CommandPositions;
import dev.keyfabric.registry.problem.Problem;
import dev.keyfabric.registry.readmodel.Lookups;
import dev.keyfabric.registry.readmodel.Subject;
import dev.keyfabric.registry.receipt.Receipt;
import dev.keyfabric.registry.receipt.Receipts;
import dev.keyfabric.schemas.event.Command;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Carries out changes and answers with the subject as it is afterwards, and with a receipt where one is asked for. */
public final class Mutations {
    private final CommandGateway gateway;
    private final Lookups lookups;
    private final Receipts receipts;

    public Mutations(CommandGateway gateway, Lookups lookups, Receipts receipts) {
        this.gateway = gateway;
        this.lookups = lookups;
        this.receipts = receipts;
    }

    /**
     * Carries out one change.
     *
     * @param status of the answer when it is done
     * @param json the answer's body, made of the result and the subject afterwards; without position and receipt
     */
    public CompletionStage<HttpResponse<ObjectNode>> run(
            Asker asker,
            Command.Builder wish,
            JsonBody body,
            HttpStatus status,
            BiFunction<Done, Subject, ObjectNode> json) {
        long sent = System.nanoTime();
        return gateway.submit(asker, wish, body.faults()).thenCompose(done -> {
            Subject subject = CommandPositions.kindOf(done.result().getType())
                    .flatMap(kind -> lookups.subject(kind, done.result().getSubject()))
                    .orElseThrow(() -> new IllegalStateException("a change was done to a subject that is not there"));
            ObjectNode answer = json.apply(done, subject);
            answer.put("position", done.position().toString());
            MutableHttpResponse<ObjectNode> response = HttpResponse.<ObjectNode>status(status)
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .header(HttpHeaders.ETAG, "\"" + subject.version() + "\"")
                    .header(Problem.COMMAND_HEADER, asker.commandId())
                    .body(answer);
            return withReceipt(asker, done, sent, response);
        });
    }

    private CompletionStage<HttpResponse<ObjectNode>> withReceipt(
            Asker asker, Done done, long sent, MutableHttpResponse<ObjectNode> response) {
        if (asker.waitSeconds() == null) {
            return CompletableFuture.completedFuture(response);
        }
        Optional<CompletableFuture<Receipt>> waiting = receipts.await(done.position(), asker.waitSeconds());
        waiting.ifPresent(w -> response.header("Preference-Applied", "wait"));
        return waiting.orElseGet(() -> CompletableFuture.completedFuture(receipts.now(done.position())))
                .thenApply(receipt -> {
                    response.getBody()
                            .ifPresent(body ->
                                    body.set("receipt", receipt.json(Duration.ofNanos(System.nanoTime() - sent))));
                    return response;
                });
    }
}
