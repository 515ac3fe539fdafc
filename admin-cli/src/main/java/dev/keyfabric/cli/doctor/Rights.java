package dev.keyfabric.cli.doctor;

import dev.keyfabric.schemas.access.Right;
import java.util.Collection;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Our rights in Kafka's words, and what of them its ACLs give. */
final class Rights {
    private static final String ANY = "*";
    private static final String ANYBODY = "User:*";

    private Rights() {}

    /** The binding that gives a right to a principal, and nothing else. */
    static AclBinding binding(Right right, String principal) {
        return new AclBinding(
                new ResourcePattern(
                        ResourceType.fromString(right.resource().name()),
                        right.name(),
                        PatternType.fromString(right.match().name())),
                new AccessControlEntry(
                        principal,
                        ANY,
                        AclOperation.fromString(right.operation().name()),
                        AclPermissionType.ALLOW));
    }

    /** Whether the bindings give a principal a right, from every host, and none takes it away. */
    static boolean give(Collection<AclBinding> bindings, Right right, String principal) {
        return bindings.stream()
                        .anyMatch(b -> concerns(b, right, principal) && isAllow(b) && covers(b.pattern(), right))
                && bindings.stream().noneMatch(b -> denies(b, right, principal));
    }

    /** Whether a binding takes from a principal something of a right. */
    static boolean denies(AclBinding binding, Right right, String principal) {
        ResourcePattern pattern = binding.pattern();
        boolean touches = covers(pattern, right)
                || (right.match() == Right.Match.PREFIXED && pattern.name().startsWith(right.name()));
        return binding.entry().permissionType() == AclPermissionType.DENY
                && pattern.resourceType().name().equals(right.resource().name())
                && isOf(binding, principal)
                && isOperation(binding, right)
                && touches;
    }

    private static boolean concerns(AclBinding binding, Right right, String principal) {
        return binding.pattern().resourceType().name().equals(right.resource().name())
                && isOf(binding, principal)
                && binding.entry().host().equals(ANY)
                && isOperation(binding, right);
    }

    private static boolean isAllow(AclBinding binding) {
        return binding.entry().permissionType() == AclPermissionType.ALLOW;
    }

    private static boolean isOf(AclBinding binding, String principal) {
        return binding.entry().principal().equals(principal)
                || binding.entry().principal().equals(ANYBODY);
    }

    private static boolean isOperation(AclBinding binding, Right right) {
        AclOperation operation = binding.entry().operation();
        return operation == AclOperation.ALL
                || operation.name().equals(right.operation().name());
    }

    private static boolean covers(ResourcePattern pattern, Right right) {
        return switch (pattern.patternType()) {
            case LITERAL ->
                pattern.name().equals(ANY)
                        || (right.match() == Right.Match.LITERAL
                                && pattern.name().equals(right.name()));
            case PREFIXED -> right.name().startsWith(pattern.name());
            default -> false;
        };
    }
}
