package dev.keyfabric.registry.receipt;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keyfabric.registry.http.Answers;
import dev.keyfabric.registry.http.Query;
import dev.keyfabric.registry.http.Reads;
import dev.keyfabric.registry.http.Roles;
import dev.keyfabric.schemas.topics.Position;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Shows receipts of commands; {@code Prefer: wait=N} waits for nodes that are pending. */
@Controller("/v1/receipts")
@Secured({Roles.ADMIN, Roles.AUDITOR, Roles.ISSUER})
final class ReceiptReads {
    private final Reads reads;
    private final CommandReceipts commands;
    private final Receipts receipts;

    ReceiptReads(Reads reads, CommandReceipts commands, Receipts receipts) {
        this.reads = reads;
        this.commands = commands;
        this.receipts = receipts;
    }

    @Get("/{commandId}")
    CompletionStage<HttpResponse<ObjectNode>> show(HttpRequest<?> request, Authentication who, String commandId) {
        Query query = new Query(request, Set.of(Query.POSITION));
        Integer wait = Preference.waitSeconds(request);
        long asked = System.nanoTime();
        return reads.read(query, () -> commands.inForce(who, commandId))
                .thenCompose(position -> receipt(position, wait, asked));
    }

    private CompletionStage<HttpResponse<ObjectNode>> receipt(Position position, @Nullable Integer wait, long asked) {
        Optional<CompletableFuture<Receipt>> waiting = wait == null ? Optional.empty() : receipts.await(position, wait);
        return waiting.orElseGet(() -> CompletableFuture.completedFuture(receipts.now(position)))
                .thenApply(receipt -> {
                    ObjectNode json = receipt.json(Duration.ofNanos(System.nanoTime() - asked));
                    json.put("position", position.toString());
                    MutableHttpResponse<ObjectNode> answer = Answers.ok(json);
                    return waiting.isPresent() ? answer.header("Preference-Applied", "wait") : answer;
                });
    }
}
