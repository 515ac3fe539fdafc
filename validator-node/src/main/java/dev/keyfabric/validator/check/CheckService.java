package dev.keyfabric.validator.check;

import dev.keyfabric.validation.settings.NodeSettings;
import dev.keyfabric.validator.authorize.AuthorizeAnswers;
import dev.keyfabric.validator.authorize.Decision;
import dev.keyfabric.validator.authorize.Gate;
import dev.keyfabric.validator.authorize.Routes;
import dev.keyfabric.validator.node.Verdicts.Door;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers Envoy's external authorization (envoy.service.auth.v3). What fails after the verdict is a denial, here alone. */
@Singleton
final class CheckService extends AuthorizationGrpc.AuthorizationImplBase {
    private static final Logger LOG = LoggerFactory.getLogger(CheckService.class);

    private final Gate gate;
    private final CheckReading reading;
    private final List<String> carriers;

    CheckService(Gate gate, Routes routes, NodeSettings settings) {
        this.gate = gate;
        this.reading = new CheckReading(settings.credentials(), routes::policy);
        this.carriers = settings.credentials().headers();
    }

    @Override
    public void check(CheckRequest request, StreamObserver<CheckResponse> observer) {
        observer.onNext(answer(request));
        observer.onCompleted();
    }

    private CheckResponse answer(CheckRequest request) {
        try {
            if (!CallerInterceptor.isAdmitted()) {
                return CheckAnswers.of(AuthorizeAnswers.of(gate.unavailable()), carriers);
            }
            Decision decision = gate.decide(Door.CHECK, () -> reading.read(request));
            return CheckAnswers.of(AuthorizeAnswers.of(decision), carriers);
        } catch (Throwable e) { // after the verdict: whatever fails is a refusal too
            LOG.error("check failure={}", e.getClass().getName(), e);
            return CheckAnswers.of(AuthorizeAnswers.of(gate.unavailable()), carriers);
        }
    }
}
