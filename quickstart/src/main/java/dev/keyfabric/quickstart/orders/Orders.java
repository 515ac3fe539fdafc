package dev.keyfabric.quickstart.orders;

import dev.keyfabric.context.enrol.Enroller;
import dev.keyfabric.context.enrol.OwnKey;
import dev.keyfabric.context.enrol.OwnKeySettings;
import dev.keyfabric.context.stamp.StampSettings;
import dev.keyfabric.context.stamp.Stamper;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.quickstart.service.Beside;
import dev.keyfabric.quickstart.service.BusinessTopics;
import dev.keyfabric.quickstart.service.RunningService;
import dev.keyfabric.quickstart.service.ServiceSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The service {@code orders}. */
public final class Orders {
    private static final int PORT = 8081;

    private Orders() {}

    /** A running service, by settings that {@link dev.keyfabric.quickstart.service.ServiceSetting} names. */
    public static RunningService start(Map<String, Object> properties) {
        ServiceSettings settings = ServiceSettings.read(Callers.SERVICE, PORT, properties);
        BusinessTopics.make(settings.kafka(), List.of(BusinessTopics.CREATED, BusinessTopics.CANCELLED));
        Beside beside = new Beside(settings);
        OwnKey stampKey = stampKey(settings, beside);
        Stamper stamper = new Stamper(StampSettings.of(Callers.SERVICE, stampKey::required, beside.policies()));
        Callers callers = new Callers(
                new OwnValidator(settings.validator().address()),
                beside.tokens(),
                settings.trustDomain(),
                settings.isLoopback());
        return RunningService.start(
                settings, Map.of(), beside, stampKey, new OrderEvents(settings.kafka(), stamper), callers);
    }

    public static void main(String[] arguments) throws InterruptedException {
        RunningService.run(Orders::start);
    }

    private static OwnKey stampKey(ServiceSettings settings, Beside beside) {
        Path given = settings.enrolmentKeyFile();
        OwnKeySettings own = new OwnKeySettings(
                settings.data().resolve("keys"),
                given == null ? settings.data().resolve("enrolment.key") : given,
                KeyUse.STAMP,
                settings.passphraseFile());
        try {
            return OwnKey.start(own, new Enroller(settings.registry(), Duration.ofSeconds(5)), beside.keys());
        } catch (IOException e) {
            beside.close();
            throw new UncheckedIOException(e);
        }
    }
}
