package dev.keyfabric.validation.judge;

import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.topics.PartitionId;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.address.IpAddress;
import dev.keyfabric.validation.judge.Verdict.Denied;
import dev.keyfabric.validation.judge.Verdict.Valid;
import dev.keyfabric.validation.limits.LimitSet;
import dev.keyfabric.validation.limits.LimitStanding;
import dev.keyfabric.validation.limits.Limiter;
import dev.keyfabric.validation.time.ForwardClock;
import dev.keyfabric.validation.view.Applied;
import dev.keyfabric.validation.view.ConsumerRecord;
import dev.keyfabric.validation.view.Held;
import dev.keyfabric.validation.view.KeyRecord;
import dev.keyfabric.validation.view.PlanRecord;
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
    private final JudgeSettings settings;
    private final Limiter limiter;
    private final KeyRules rules;
    private final Finder finder;

    /**
     * A judge.
     *
     * @param node says why the node may not answer at all, or null
     */
    public Judge(
            Subjects subjects,
            Supplier<@Nullable Code> node,
            ForwardClock clock,
            JudgeSettings settings,
            Limiter limiter) {
        this.subjects = subjects;
        this.node = node;
        this.settings = settings;
        this.limiter = limiter;
        this.rules = new KeyRules(clock, settings);
        this.finder = new Finder(subjects);
    }

    /** The verdict. Never throws. */
    public Verdict decide(Question question) {
        try {
            return slowed(question, settled(question));
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
            boolean explain = question.explain() && service != null && service.explain();
            Opinion opinion = opinionOf(question, applied);
            if (opinion.code() != Code.VALID) {
                return denied(opinion.code(), opinion, null, explain);
            }
            Code after = nodeFault(service);
            if (after != null) {
                return new Denied(after, null, asOf(applied, null));
            }
            if (subjects.applied() == applied) {
                return charged(question, opinion, service, explain);
            }
        }
        throw new IllegalStateException("the view changes faster than it can be read");
    }

    private Opinion opinionOf(Question question, Applied applied) {
        if (question.credential() instanceof Credential.Missing) {
            return nothing(Code.MISSING_CREDENTIAL, applied);
        }
        if (!(question.credential() instanceof Credential.Shown shown)) {
            return nothing(Code.AMBIGUOUS_CREDENTIAL, applied);
        }
        ApiKey apiKey = ApiKey.parse(shown.text(), settings.prefixes()).orElse(null);
        if (apiKey == null) {
            return nothing(Code.INVALID_FORMAT, applied);
        }
        Finder.Found found = finder.find(apiKey.sha256());
        if (found == null) {
            return nothing(Code.NOT_FOUND, applied);
        }
        Held<ConsumerRecord> consumer = consumerOf(found);
        AsOf asOf = asOf(applied, found.keyId());
        Code fault = rules.faultOf(found, consumer);
        if (fault != null) {
            return new Opinion(fault, found, consumer, null, asOf);
        }
        KeyRecord key = Objects.requireNonNull(found.key().usable(), "a key without fault");
        Code mismatch = rules.mismatch(key, question);
        return mismatch == null
                ? new Opinion(Code.VALID, found, consumer, planOf(consumer), asOf)
                : new Opinion(mismatch, found, consumer, null, asOf);
    }

    private Opinion nothing(Code code, Applied applied) {
        return new Opinion(code, null, null, null, asOf(applied, null));
    }

    /** The last word, once nothing else speaks against a yes: what is refused before is not charged. */
    private Verdict charged(Question question, Opinion opinion, @Nullable ServiceRecord service, boolean explain) {
        KeyRecord key = Objects.requireNonNull(
                Objects.requireNonNull(opinion.found()).key().usable());
        ConsumerRecord owner = Objects.requireNonNull(
                Objects.requireNonNull(opinion.consumer()).usable());
        LimitStanding standing =
                limiter.charge(key.id(), limitsOf(owner, opinion.plan()), key.limits(), question.cost());
        LimitStanding.Refusal refusal = standing == null ? null : standing.refusal();
        if (refusal != null) {
            Code code = refusal == LimitStanding.Refusal.RATE ? Code.RATE_LIMITED : Code.QUOTA_EXCEEDED;
            return denied(code, opinion, standing, explain);
        }
        return new Valid(
                key,
                owner,
                service != null && service.metadata() ? owner.metadata() : null,
                opinion.asOf(),
                standing,
                explain ? Explainer.explain(Code.VALID, opinion, standing) : null);
    }

    private static Denied denied(Code code, Opinion opinion, @Nullable LimitStanding standing, boolean explain) {
        return new Denied(
                code,
                opinion.keyId(),
                opinion.asOf(),
                standing,
                explain ? Explainer.explain(code, opinion, standing) : null);
    }

    /**
     * Who fails too often from one address is told no more than that. The key was looked up all the same: a good one is
     * let through from wherever it is used, so that nobody can shut out those who share his address.
     */
    private Verdict slowed(Question question, Verdict verdict) {
        if (!(verdict instanceof Denied denied)
                || denied.code().httpStatus() != Code.NOT_FOUND.httpStatus()
                || !(question.credential() instanceof Credential.Shown)
                || question.clientIp() == null) {
            return verdict;
        }
        IpAddress address = IpAddress.parse(question.clientIp()).orElse(null);
        LimitStanding standing = address == null ? null : limiter.failed(address);
        if (standing == null || standing.refusal() == null) {
            return verdict;
        }
        Explanation explanation = denied.explanation() == null
                ? null
                : new Explanation(
                        Explainer.FAILED_ATTEMPTS, denied.explanation().records());
        return new Denied(Code.RATE_LIMITED, denied.keyId(), denied.asOf(), standing, explanation);
    }

    /** Asked for every key that was found, also where nothing can be read of it: time is not to tell that. */
    private @Nullable Held<ConsumerRecord> consumerOf(Finder.Found found) {
        KeyRecord state = found.key().state();
        return subjects.consumer(state == null ? Finder.NO_ID : state.consumerId());
    }

    private @Nullable Held<PlanRecord> planOf(@Nullable Held<ConsumerRecord> consumer) {
        ConsumerRecord owner = consumer == null ? null : consumer.usable();
        String plan = owner == null ? null : owner.plan();
        return plan == null ? null : subjects.plan(plan);
    }

    private LimitSet limitsOf(ConsumerRecord owner, @Nullable Held<PlanRecord> held) {
        if (owner.plan() == null) {
            return LimitSet.NONE;
        }
        PlanRecord plan = held == null ? null : held.usable();
        return plan == null ? limiter.strictest() : plan.limits();
    }

    private long stalenessBoundMs(@Nullable ServiceRecord service) {
        long bound = settings.stalenessBound().toMillis();
        Long own = service == null ? null : service.stalenessBoundMs();
        return own == null ? bound : Math.min(bound, own);
    }

    private @Nullable ServiceRecord service(@Nullable String audience) {
        String id = settings.audience(audience);
        Held<ServiceRecord> held = id == null ? null : subjects.service(id);
        return held == null ? null : held.usable();
    }

    private static Verdict unavailable() {
        return new Denied(Code.UNAVAILABLE, null, new AsOf(null, Subjects.STALENESS_UNKNOWN));
    }
}
