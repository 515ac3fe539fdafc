package dev.keyfabric.registry.signingkeys;

import java.util.List;

/** Who asks to enrol a signing key. */
sealed interface Applicant {
    /** A text that stands for this credential and no other. */
    String credential();

    /** Who did it, in the records. */
    String actor();

    /** Whoever holds an enrolment key. */
    record Holder(EnrolmentKey key) implements Applicant {
        @Override
        public String credential() {
            return "key:" + key.keyId();
        }

        @Override
        public String actor() {
            return key.actor();
        }
    }

    /**
     * A person with a token, for a key of their own.
     *
     * @param roles as the token names them
     */
    record Person(String actor, List<String> roles) implements Applicant {
        @Override
        public String credential() {
            return "person:" + actor;
        }
    }
}
