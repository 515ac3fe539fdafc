package dev.keyfabric.quickstart.languages;

import static org.awaitility.Awaitility.await;

import dev.keyfabric.context.stamp.ValidatorTopicPolicies;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.trust.ValidatorKeyStates;
import dev.keyfabric.context.trust.ValidatorSettings;
import dev.keyfabric.context.trust.ValidatorTrustedKeys;
import dev.keyfabric.context.verify.Stamped;
import dev.keyfabric.context.verify.Verifier;
import dev.keyfabric.context.verify.VerifierSettings;
import java.net.URI;
import java.time.InstantSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The Java library's verdicts on records, with a validator's keys and policies. */
final class Library implements AutoCloseable {
    private final ValidatorTrustedKeys keys;
    private final ValidatorTopicPolicies policies;
    private final Verifier verifier;

    Library(String validator) {
        ValidatorSettings settings = ValidatorSettings.at(URI.create(validator));
        keys = ValidatorTrustedKeys.polling(settings);
        policies = ValidatorTopicPolicies.polling(settings);
        TokenVerifier tokens = new TokenVerifier("keyfabric", keys, InstantSource.system());
        verifier = new Verifier(new VerifierSettings(tokens, keys, new ValidatorKeyStates(settings), policies));
    }

    /** For whom and by whom a record was made, or why it is refused. */
    String wordOn(ConsumerRecord<byte[], byte[]> record) {
        Stamped verdict = await("a verdict")
                .until(
                        () -> verifier.verify(record),
                        one -> !(one instanceof Stamped.Refused no
                                && no.reason().isRetryable()));
        return verdict instanceof Stamped.Verified yes
                ? yes.context().consumerId() + " by " + yes.context().producer()
                : ((Stamped.Refused) verdict).reason().name();
    }

    @Override
    public void close() {
        keys.close();
        policies.close();
    }
}
