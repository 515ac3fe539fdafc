package dev.keyfabric.context.docs;

import dev.keyfabric.context.enrol.Enroller;
import dev.keyfabric.context.enrol.OwnKey;
import dev.keyfabric.context.enrol.OwnKeySettings;
import dev.keyfabric.context.producer.Stamping;
import dev.keyfabric.context.stamp.CallContext;
import dev.keyfabric.context.stamp.CurrentContext;
import dev.keyfabric.context.stamp.StampRefusal;
import dev.keyfabric.context.stamp.StampSettings;
import dev.keyfabric.context.stamp.Stamper;
import dev.keyfabric.context.stamp.ValidatorTopicPolicies;
import dev.keyfabric.context.token.TokenVerifier;
import dev.keyfabric.context.token.TxnClaims;
import dev.keyfabric.context.token.VerifiedToken;
import dev.keyfabric.context.trust.KeyUse;
import dev.keyfabric.context.trust.ValidatorKeyStates;
import dev.keyfabric.context.trust.ValidatorSettings;
import dev.keyfabric.context.trust.ValidatorTrustedKeys;
import dev.keyfabric.context.verify.Stamped;
import dev.keyfabric.context.verify.VerifiedContext;
import dev.keyfabric.context.verify.Verifier;
import dev.keyfabric.context.verify.VerifierSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The recipes of docs/stamps.md, compiled: {@link StampsPageTest} finds each line of the page here. */
abstract class Recipes {
    abstract void charge(VerifiedContext caller, byte[] order);

    /** Not {@code isRetryable()}, and not {@code isOfOneBehind()} while the record is younger than some seconds. */
    abstract boolean isForGood(StampRefusal reason, ConsumerRecord<byte[], byte[]> record);

    abstract void setAside(ConsumerRecord<byte[], byte[]> record, StampRefusal reason);

    @SuppressWarnings("FutureReturnValueIgnored") // The page shows the send, not what is done with its answer.
    void all(
            Map<String, Object> config,
            String txnToken,
            String traceparent,
            String id,
            String json,
            KafkaConsumer<byte[], byte[]> consumer)
            throws Exception {
        var validator = ValidatorSettings.at(URI.create("http://127.0.0.1:8090"));
        var keys = ValidatorTrustedKeys.polling(validator);
        var policies = ValidatorTopicPolicies.polling(validator);
        var tokens = new TokenVerifier("shop.example", keys, InstantSource.system());

        var own = OwnKey.start(
                new OwnKeySettings(Path.of("/data/keys"), Path.of("/run/enrolment.key"), KeyUse.STAMP, null),
                new Enroller(URI.create("https://registry.shop.example"), Duration.ofSeconds(5)),
                keys);
        var stamper = new Stamper(StampSettings.of("orders", own::required, policies));
        var producer = new KafkaProducer<String, String>(Stamping.producerConfig(config, stamper));

        if (tokens.verifyTxnToken(txnToken) instanceof VerifiedToken<TxnClaims> token) {
            try (var scope = CurrentContext.open(CallContext.of(token, traceparent))) {
                producer.send(new ProducerRecord<>("orders.created.v1", id, json));
            }
        }

        var verifier = new Verifier(new VerifierSettings(tokens, keys, new ValidatorKeyStates(validator), policies));
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
            Stamped verdict = verifier.verify(record);
            if (verdict instanceof Stamped.Verified good) {
                charge(good.context(), record.value());
            } else if (verdict instanceof Stamped.Refused bad && isForGood(bad.reason(), record)) {
                setAside(record, bad.reason());
            } else {
                break; // Cannot be judged now: seek back to it and come again.
            }
        }
    }
}
