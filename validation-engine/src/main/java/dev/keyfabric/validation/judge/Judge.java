package dev.keyfabric.validation.judge;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.judge.Verdict.Denied;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.time.ForwardClock;
import dev.keyfabric.validation.view.Applied;
import dev.keyfabric.validation.view.ConsumerRecord;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.KeyRecord;
import dev.keyfabric.validation.view.ServiceRecord;
import dev.keyfabric.validation.view.Subjects;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides questions from what the view holds, in the order of the contract's table of codes. Blocks on nothing but a
 * read of the local store. Whatever goes wrong inside ends as {@link Code#UNAVAILABLE}, in {@link #decide} and nowhere
 * else.
 */
public final class Judge {
    private static final Logger LOG = LoggerFactory.getLogger(Judge.class);

    private static final int TRIES = 32;

    private final Subjects subjects;
    private final Supplier<@Nullable Code> node;
    private final ForwardClock clock;
    private final JudgeSettings settings;
    private final Finder finder;

    /**
     * A judge.
     *
     * @param node says why the node may not answer at all, or null
     */
    public Judge(Subjects subjects, Supplier<@Nullable Code> node, ForwardClock clock, JudgeSettings settings) {
        this.subjects = subjects;
        this.node = node;
        this.clock = clock;
        this.settings = settings;
        this.finder = new Finder(subjects);
    }

    /** The verdict. Never throws. */
    public Verdict decide(Question question) {
        try {
            return settled(question);
        } catch (Throwable e) { // the one place where a failure becomes a refusal
            LOG.error("judge failure={}", e.getClass().getName(), e);
            return unavailable();
        }
    }

    /** The refusal of a door that knows already why it refuses; a node that cannot judge at all says so first. */
    public Verdict refuse(Code code, @Nullable String audience) {
        try {
            Code node = nodeFault(audience);
            return new Denied(node == null ? code : node, null, asOf(subjects.applied(), null));
        } catch (Throwable e) { // as in decide
            LOG.error("judge failure={}", e.getClass().getName(), e);
            return unavailable();
        }
    }

    /** Why this node may not judge at all: NOT_READY, STALE, or null. */
    public @Nullable Code nodeFault(@Nullable String audience) {
        Code fault = node.get();
        return fault == null ? staleness(service(audience)) : fault;
    }

    private @Nullable Code nodeFault(@Nullable ServiceRecord service) {
        Code fault = node.get();
        return fault == null ? staleness(service) : fault;
    }

    private @Nullable Code staleness(@Nullable ServiceRecord service) {
        return subjects.stalenessMs() > stalenessBoundMs(service) ? Code.STALE : null;
    }

    /** What an answer rests on that was read after {@code applied} was taken. */
    public AsOf asOf(Applied applied, @Nullable String keyId) {
        int partitions = applied.partitions();
        String position = null;
        if (keyId != null && partitions > 0) {
            PartitionId partition = new PartitionId(Topic.KEYS, Routing.partition(new KeyId(keyId), partitions));
            long next = applied.nextOffset(partition);
            position = next == 0 ? null : partition + "@" + (next - 1);
        }
        return new AsOf(position, subjects.stalenessMs());
    }

    /**
     * The verdict of one instant: a yes stands only if nothing was applied, and the node did not stop answering, while
     * it was found. So no yes rests on what a position that was told already has passed.
     */
    private Verdict settled(Question question) {
        for (int i = 0; i < TRIES; i++) {
            Applied applied = subjects.applied();
            Code before = node.get();
            if (before != null) {
                return new Denied(before, null, asOf(applied, null));
            }
            ServiceRecord service = service(question.audience());
            Code stale = staleness(service);
            if (stale != null) {
                return new Denied(stale, null, asOf(applied, null));
            }
            Verdict verdict = judged(question, service, applied);
            if (!(verdict instanceof Valid)) {
                return verdict;
            }
            Code after = nodeFault(service);
            if (after != null) {
                return new Denied(after, null, asOf(applied, null));
            }
            if (subjects.applied() == applied) {
                return verdict;
            }
        }
        throw new IllegalStateException("the view changes faster than it can be read");
    }

    private Verdict judged(Question question, @Nullable ServiceRecord service, Applied applied) {
        if (question.credential() instanceof Credential.Missing) {
            return new Denied(Code.MISSING_CREDENTIAL, null, asOf(applied, null));
        }
        if (!(question.credential() instanceof Credential.Shown shown)) {
            return new Denied(Code.AMBIGUOUS_CREDENTIAL, null, asOf(applied, null));
        }
        ApiKey apiKey = ApiKey.parse(shown.text(), settings.prefixes()).orElse(null);
        if (apiKey == null) {
            return new Denied(Code.INVALID_FORMAT, null, asOf(applied, null));
        }
        Finder.Found found = finder.find(apiKey.sha256());
        if (found == null) {
            return new Denied(Code.NOT_FOUND, null, asOf(applied, null));
        }
        AsOf asOf = asOf(applied, found.keyId());
        Held<ConsumerRecord> consumer = consumerOf(found);
        Code fault = faultOf(found, consumer);
        if (fault != null) {
            return new Denied(fault, found.keyId(), asOf);
        }
        KeyRecord key = Objects.requireNonNull(found.key().usable(), "a key without fault");
        Code mismatch = mismatch(key, question);
        if (mismatch != null) {
            return new Denied(mismatch, found.keyId(), asOf);
        }
        ConsumerRecord owner = Objects.requireNonNull(
                Objects.requireNonNull(consumer, "its consumer").usable());
        String metadata = service != null && service.metadata() ? owner.metadata() : null;
        return new Valid(key, owner, metadata, asOf);
    }

    private @Nullable Held<ConsumerRecord> consumerOf(Finder.Found found) {
        KeyRecord state = found.key().state();
        return state == null ? null : subjects.consumer(state.consumerId());
    }

    /** What is wrong with the key itself, in the order of the table. */
    private @Nullable Code faultOf(Finder.Found found, @Nullable Held<ConsumerRecord> consumer) {
        long now = clock.millis();
        KeyRecord key = found.key().usable();
        if (key == null || (consumer != null && consumer.usable() == null)) {
            return Code.UNREADABLE;
        }
        ConsumerRecord owner = consumer == null ? null : consumer.usable();
        if (key.status() == KeyStatus.REVOKED || (owner != null && owner.status() == ConsumerStatus.DELETED)) {
            return Code.REVOKED;
        }
        if (!found.secret().liveAt(now)) {
            return Code.SECRET_RETIRED;
        }
        if (key.status() != KeyStatus.ACTIVE) {
            return Code.SUSPENDED;
        }
        if (key.expiredAt(now)) {
            return Code.EXPIRED;
        }
        if (key.notBefore() != null && key.notBefore().toEpochMilli() > clock.present()) {
            return Code.NOT_YET_VALID;
        }
        if (owner == null) {
            return Code.CONSUMER_UNKNOWN;
        }
        return owner.status() == ConsumerStatus.ACTIVE ? null : Code.CONSUMER_SUSPENDED;
    }

    /** What a good key is not for, in the order of the table. */
    private @Nullable Code mismatch(KeyRecord key, Question question) {
        String audience = audience(question.audience());
        // An enrolment key is for the registry, and for no service.
        boolean bound = !key.audiences().isEmpty();
        if (key.enrols() || (bound && (audience == null || !key.audiences().contains(audience)))) {
            return Code.AUDIENCE_MISMATCH;
        }
        if (!settings.environments().contains(key.environment())) {
            return Code.ENVIRONMENT_MISMATCH;
        }
        if (!key.ipAllowlist().isEmpty() && !allowed(key, question.clientIp())) {
            return Code.IP_NOT_ALLOWED;
        }
        return Scopes.cover(key.scopes(), question.scopes()) ? null : Code.INSUFFICIENT_SCOPE;
    }

    private static boolean allowed(KeyRecord key, @Nullable String clientIp) {
        IpAddress address = clientIp == null ? null : IpAddress.parse(clientIp).orElse(null);
        return address != null && key.ipAllowlist().stream().anyMatch(block -> block.contains(address));
    }

    private long stalenessBoundMs(@Nullable ServiceRecord service) {
        long bound = settings.stalenessBound().toMillis();
        Long own = service == null ? null : service.stalenessBoundMs();
        return own == null ? bound : Math.min(bound, own);
    }

    private @Nullable ServiceRecord service(@Nullable String audience) {
        String id = audience(audience);
        Held<ServiceRecord> held = id == null ? null : subjects.service(id);
        return held == null ? null : held.usable();
    }

    private @Nullable String audience(@Nullable String asked) {
        return asked == null ? settings.service() : asked;
    }

    private static Verdict unavailable() {
        return new Denied(Code.UNAVAILABLE, null, new AsOf(null, Subjects.STALENESS_UNKNOWN));
    }
}
