package dev.keyfabric.quickstart.orders;

import dev.keyfabric.context.enrol.OwnKey;
import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.stamp.CurrentContext;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.StampRefusedException;
import dev.keyfabric.quickstart.service.Beside;
import dev.keyfabric.quickstart.service.BusinessTopics;
import dev.keyfabric.quickstart.service.Json;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /orders}, {@code POST /orders/{id}/cancel} for consumers with the scope {@code orders:write}. */
@Controller
final class OrderController {
    private static final Logger LOG = LoggerFactory.getLogger(OrderController.class);
    private static final String SCOPE = "orders:write";
    private static final Pattern ORDER = Pattern.compile("[0-9a-f-]{36}");

    private final Callers callers;
    private final OrderEvents events;
    private final OwnKey stampKey;
    private final Beside beside;

    OrderController(Callers callers, OrderEvents events, OwnKey stampKey, Beside beside) {
        this.callers = callers;
        this.events = events;
        this.stampKey = stampKey;
        this.beside = beside;
    }

    @Post("/orders")
    @Consumes(MediaType.APPLICATION_JSON)
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<String> place(HttpRequest<?> request, @Body byte[] body) {
        return served(request, () -> {
            String id = UUID.randomUUID().toString();
            Optional<Order> order = Order.read(id, body);
            return order.isEmpty()
                    ? Json.problem(400, "MALFORMED")
                    : told(
                            BusinessTopics.CREATED,
                            "order.created",
                            id,
                            order.get().json());
        });
    }

    @Post("/orders/{id}/cancel")
    @Consumes(MediaType.ALL)
    @ExecuteOn(TaskExecutors.BLOCKING)
    HttpResponse<String> cancel(HttpRequest<?> request, String id) {
        return served(
                request,
                () -> ORDER.matcher(id).matches()
                        ? told(BusinessTopics.CANCELLED, "order.cancelled", id, Json.text(Map.of("id", id)))
                        : Json.problem(404, "NOT_FOUND"));
    }

    @Get("/health")
    HttpResponse<String> health() {
        Map<String, Object> state = new LinkedHashMap<>();
        boolean up = stampKey.current().isPresent() && beside.isInformed();
        state.put("status", up ? "UP" : "DOWN");
        state.put("service", Callers.SERVICE);
        state.put("stampKey", stampKey.status().stage().name());
        state.put("validatorHeard", beside.isInformed());
        return Json.answer(up ? 200 : 503, state);
    }

    /** The business below knows nothing of keys and tokens: who calls is the current context while it runs. */
    private HttpResponse<String> served(HttpRequest<?> request, Supplier<HttpResponse<String>> business) {
        Caller caller = callers.of(request, SCOPE);
        if (caller instanceof Turned turned) {
            return turned.status() == 401
                    ? Json.problem(401, turned.code()).header("WWW-Authenticate", "Bearer")
                    : Json.problem(turned.status(), turned.code());
        }
        try (CurrentContext.Scope scope = CurrentContext.open(((Caller.Admitted) caller).context())) {
            return business.get();
        } catch (StampRefusedException e) {
            LOG.warn("not stamped: {}", e.reason());
            return e.reason() == StampRefusal.KEY_IN_RECORD
                    ? Json.problem(422, e.reason().name())
                    : Json.problem(503, e.reason().name());
        } catch (KafkaException e) {
            LOG.warn("not told: {}", e.toString());
            return Json.problem(503, "UNAVAILABLE");
        }
    }

    private HttpResponse<String> told(String topic, String type, String orderId, String json) {
        RecordMetadata written = events.tell(topic, type, orderId, json);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("orderId", orderId);
        answer.put(
                "consumer",
                CurrentContext.get()
                        .map(CallContext::token)
                        .map(t -> t.claims().subject())
                        .orElse("-"));
        answer.put("topic", topic);
        answer.put("partition", written.partition());
        answer.put("offset", written.offset());
        return Json.answer(201, answer);
    }
}
