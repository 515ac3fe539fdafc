package dev.keyfabric.quickstart.payments;

import dev.keyfabric.quickstart.service.Beside;
import dev.keyfabric.quickstart.service.Json;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /payments}: what was worked on, for whom and from whom, and what was refused and why. */
@Controller
final class PaymentController {
    private final Ledger ledger;
    private final Beside beside;

    PaymentController(Ledger ledger, Beside beside) {
        this.ledger = ledger;
        this.beside = beside;
    }

    @Get("/payments")
    HttpResponse<String> payments() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("processed", ledger.payments());
        answer.put("refused", ledger.refused());
        return Json.answer(200, answer);
    }

    @Get("/health")
    HttpResponse<String> health() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("status", beside.isInformed() ? "UP" : "DOWN");
        state.put("service", Payments.SERVICE);
        state.put("validatorHeard", beside.isInformed());
        return Json.answer(beside.isInformed() ? 200 : 503, state);
    }
}
