package dev.keyfabric.validation.view;

import dev.keyfabric.context.keys.SigningKey;
import dev.keyfabric.context.keys.VerifyingKey;
import dev.keyfabric.key.ApiKey;
import dev.keyfabric.key.KeyId;
import dev.keyfabric.key.Routing;
import dev.keyfabric.schemas.event.ConsumerStatus;
import dev.keyfabric.schemas.event.KeyStatus;
import dev.keyfabric.schemas.event.SigningKeyStatus;
import dev.keyfabric.schemas.topics.Topic;
import dev.keyfabric.validation.Events;
import dev.keyfabric.validation.view.HistoryModel.Good;
import dev.keyfabric.validation.view.HistoryModel.Meaning;
import dev.keyfabric.validation.view.HistoryModel.Subject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A short story of a few subjects on all five lifecycle topics, as the registry and its enemies may write it: updates and
 * older ones, two contents under one version, records again, runs of records again, what cannot be read, what lies or is
 * signed wrong, tombstones of the dead and the living. Its names are its own, so that many fit into one view.
 */
final class RandomHistory {
    private static final int MAX_VERSION = 12;
    private static final int SECRETS = 4;

    /**
     * One record.
     *
     * @param key null for a record without one
     * @param signed by the root, where that counts
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Written(
            Topic topic, int partition, String key, byte[] value, boolean signed, Subject subject, Meaning meaning) {}

    private final SplittableRandom random;
    private final String name;
    private final List<Written> records = new ArrayList<>();
    private final List<ApiKey> secrets = new ArrayList<>();
    private final VerifyingKey[] signingKeys;

    RandomHistory(long seed, String name, VerifyingKey[] signingKeys) {
        this.random = new SplittableRandom(seed);
        this.name = name;
        this.signingKeys = signingKeys;
        for (int i = 0; i < SECRETS; i++) {
            secrets.add(ApiKey.generate("kf_test", random));
        }
        int length = 10 + random.nextInt(40);
        while (records.size() < length) {
            next();
        }
    }

    List<Written> records() {
        return records;
    }

    List<byte[]> hashes() {
        return secrets.stream().map(ApiKey::sha256).toList();
    }

    HistoryModel model() {
        HistoryModel model = new HistoryModel();
        for (Written written : records) {
            model.add(
                    written.subject(),
                    written.meaning(),
                    written.value(),
                    written.value() == null ? null : sha256(written.value()));
        }
        return model;
    }

    private void next() {
        int kind = random.nextInt(10);
        if (kind == 0 && !records.isEmpty()) {
            // One again, or from one on everything again, as a writer that lost its place would.
            int from = random.nextInt(records.size());
            int to = random.nextBoolean() ? from + 1 : records.size();
            records.addAll(List.copyOf(records.subList(from, to)));
            return;
        }
        Subject subject = subject();
        int home = home(subject);
        switch (random.nextInt(24)) {
            case 0 -> add(subject, home, subject.id(), null, true, new HistoryModel.Tombstone());
            case 1 ->
                add(subject, home, subject.id(), new byte[] {0, 0, 0, 0, 1, 77}, true, new HistoryModel.Unreadable());
            case 2 -> {
                Drawn drawn = draw(subject, true);
                boolean believed = drawn.good().isFinal();
                add(
                        subject,
                        home,
                        subject.id(),
                        drawn.value(),
                        true,
                        believed ? drawn.good() : new HistoryModel.Unreadable());
            }
            case 3 ->
                nothing(
                        subject,
                        (home + 1) % ViewBench.PARTITIONS,
                        subject.id(),
                        random.nextBoolean() ? null : draw(subject, false).value(),
                        true);
            case 4 ->
                nothing(
                        subject,
                        home,
                        random.nextBoolean() ? null : "no id\n",
                        draw(subject, false).value(),
                        true);
            case 5 -> {
                boolean needed = RootRule.SIGNED.contains(subject.topic());
                byte[] value = needed && random.nextBoolean()
                        ? null
                        : draw(subject, false).value();
                if (needed) {
                    nothing(subject, home, subject.id(), value, false);
                }
            }
            case 6 -> {
                Subject other = new Subject(subject.topic(), otherId(subject));
                add(subject, home, subject.id(), draw(other, false).value(), true, new HistoryModel.Unreadable());
            }
            default -> {
                Drawn drawn = draw(subject, false);
                add(subject, home, subject.id(), drawn.value(), true, drawn.good());
            }
        }
    }

    private void nothing(Subject subject, int partition, String key, byte[] value, boolean signed) {
        add(subject, partition, key, value, signed, new HistoryModel.Nothing());
    }

    private void add(Subject subject, int partition, String key, byte[] value, boolean signed, Meaning meaning) {
        records.add(new Written(subject.topic(), partition, key, value, signed, subject, meaning));
    }

    private Subject subject() {
        return switch (random.nextInt(10)) {
            case 0 -> new Subject(Topic.PLANS, name + "-plan");
            case 1 -> new Subject(Topic.SERVICES, name + "-service");
            case 2 -> new Subject(Topic.SIGNING_KEYS, signingKeys[0].kid());
            case 3, 4 -> new Subject(Topic.CONSUMERS, consumer(random.nextInt(2)));
            default -> new Subject(Topic.KEYS, Events.keyId(consumer(random.nextInt(2)), name + random.nextInt(2)));
        };
    }

    private String consumer(int number) {
        return name + "-c" + number;
    }

    private String otherId(Subject subject) {
        return switch (subject.topic()) {
            case KEYS -> Events.keyId(consumer(0), name + "other");
            case SIGNING_KEYS -> signingKeys[1].kid();
            default -> subject.id() + "-other";
        };
    }

    private static int home(Subject subject) {
        return subject.topic() == Topic.KEYS
                ? Routing.partition(new KeyId(subject.id()), ViewBench.PARTITIONS)
                : Routing.partition(subject.id(), ViewBench.PARTITIONS);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Drawn(byte[] value, Good good) {}

    private Drawn draw(Subject subject, boolean critical) {
        long version = 1L + random.nextInt(MAX_VERSION);
        List<String> names = critical ? List.of("only-on-sundays") : List.of();
        boolean ends = random.nextInt(12) == 0;
        String text = "n" + random.nextInt(3);
        return switch (subject.topic()) {
            case KEYS -> key(subject.id(), version, names, ends ? 2 : random.nextInt(2), text);
            case CONSUMERS -> {
                int strictness = ends ? 2 : random.nextInt(2);
                ConsumerStatus status = List.of(ConsumerStatus.ACTIVE, ConsumerStatus.SUSPENDED, ConsumerStatus.DELETED)
                        .get(strictness);
                yield new Drawn(
                        Events.consumer(
                                subject.id(),
                                version,
                                c -> c.setStatus(status).setName(text).setCritical(names)),
                        new Good(version, strictness, ends, null, false));
            }
            case PLANS ->
                new Drawn(
                        Events.plan(subject.id(), version, p -> p.setName(text).setCritical(names)),
                        new Good(version, 0, false, null, false));
            case SERVICES ->
                new Drawn(
                        Events.service(
                                subject.id(), version, s -> s.setName(text).setCritical(names)),
                        new Good(version, 0, false, null, false));
            case SIGNING_KEYS -> {
                int strictness = ends ? 4 : random.nextInt(4);
                SigningKeyStatus status = List.of(
                                SigningKeyStatus.ACTIVE,
                                SigningKeyStatus.PREPARED,
                                SigningKeyStatus.RETIRED,
                                SigningKeyStatus.TAINTED,
                                SigningKeyStatus.REVOKED)
                        .get(strictness);
                VerifyingKey key = subject.id().equals(signingKeys[0].kid()) ? signingKeys[0] : signingKeys[1];
                yield new Drawn(
                        Events.signingKey(
                                key,
                                "node",
                                version,
                                k -> k.setStatus(status).setCreatedBy(text).setCritical(names)),
                        new Good(version, strictness, ends, null, false));
            }
            default -> throw new IllegalArgumentException(subject.topic().id());
        };
    }

    private Drawn key(String id, long version, List<String> critical, int strictness, String text) {
        String owner = new KeyId(id).slot() == Routing.slot(consumer(0)) ? consumer(0) : consumer(1);
        ApiKey secret = secrets.get(random.nextInt(SECRETS));
        boolean expired = random.nextInt(4) == 0;
        byte[] value = Events.key(
                id,
                owner,
                version,
                k -> k.setStatus(List.of(KeyStatus.ACTIVE, KeyStatus.SUSPENDED, KeyStatus.REVOKED)
                                .get(strictness))
                        .setName(text)
                        .setCritical(critical)
                        .setExpiresAt(expired ? Events.AT.minusSeconds(1) : null)
                        .setSecrets(List.of(Events.current(secret))));
        return new Drawn(value, new Good(version, strictness, strictness == 2, hex(secret.sha256()), expired));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Two public keys for the signing keys of one history. */
    static VerifyingKey[] signingKeys(SecureRandom random) {
        return new VerifyingKey[] {
            SigningKey.generate(random).publicKey(), SigningKey.generate(random).publicKey()
        };
    }
}
