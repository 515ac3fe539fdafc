package dev.keyfabric.cli.doctor;

import dev.keyfabric.cli.output.Plain;
import dev.keyfabric.schemas.access.Right;
import dev.keyfabric.schemas.access.Role;
import dev.keyfabric.schemas.topics.TopicNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;

/** Whether each role has the rights that the code names, and nobody else may write what only the registry may. */
final class RightsArea implements Area {
    private final Bus bus;
    private final TopicNames names;
    private final Map<Role, String> principals;

    RightsArea(Bus bus, TopicNames names, Map<Role, String> principals) {
        this.bus = bus;
        this.names = names;
        this.principals = principals;
    }

    @Override
    public String name() {
        return "rights";
    }

    @Override
    public List<Check> look() {
        Collection<AclBinding> bindings;
        try {
            bindings = Bus.answer(bus.admin().describeAcls(AclBindingFilter.ANY).values());
        } catch (Bus.NoAnswerException e) {
            return List.of(
                    e.why() instanceof SecurityDisabledException
                            ? Check.warning(
                                    name(),
                                    "the brokers have no authorizer: whoever reaches them may write every topic",
                                    "authorizer.class.name, and allow.everyone.if.no.acl.found=false")
                            : Check.fault(name(), e.words(), "describing ACLs needs Describe on the cluster"));
        }
        if (principals.isEmpty()) {
            return List.of(Check.warning(
                    name(),
                    "there is an authorizer; the rights of the roles were not looked at",
                    "say as whom they come: --registry-principal User:…, --validator-principal, --admin-principal"));
        }
        List<Check> checks = new ArrayList<>();
        missing(bindings)
                .forEach((binding, role) -> checks.add(Check.fault(
                        name(),
                        role + " " + binding.entry().principal() + " lacks " + words(binding),
                        "keyfabric doctor --fix-acls")));
        strangers(bindings, checks);
        if (checks.isEmpty()) {
            checks.add(Check.ok(name(), "every named role has what it needs, and nobody else writes lifecycle topics"));
        }
        return checks;
    }

    /** The bindings that are needed and not given, each with the role that needs it. */
    Map<AclBinding, String> missing(Collection<AclBinding> bindings) {
        Map<AclBinding, String> missing = new LinkedHashMap<>();
        principals.forEach((role, principal) -> role.rights(names).forEach(right -> {
            if (!Rights.give(bindings, right, principal)) {
                missing.put(Rights.binding(right, principal), role.name().toLowerCase(Locale.ROOT));
            }
        }));
        return missing;
    }

    static String words(AclBinding binding) {
        return Plain.text(
                binding.entry().operation() + " on " + binding.pattern().resourceType() + " "
                        + binding.pattern().name()
                        + (binding.pattern().patternType() == PatternType.PREFIXED ? "…" : ""));
    }

    /** Whoever may write a topic that the registry alone may write. */
    private void strangers(Collection<AclBinding> bindings, List<Check> checks) {
        String registry = principals.get(Role.REGISTRY);
        if (registry == null) {
            return;
        }
        List<Right> writes = Role.REGISTRY.rights(names).stream()
                .filter(right -> right.operation() == Right.Operation.WRITE && isLifecycle(right))
                .toList();
        for (AclBinding binding : bindings) {
            AclOperation operation = binding.entry().operation();
            String principal = binding.entry().principal();
            boolean writing = operation == AclOperation.WRITE || operation == AclOperation.ALL;
            if (writing
                    && !principal.equals(registry)
                    && writes.stream().anyMatch(right -> Rights.give(List.of(binding), right, principal))) {
                checks.add(Check.fault(
                        name(),
                        Plain.text(principal) + " may " + words(binding) + ", and with it grant and deny keys",
                        "kafka-acls.sh --remove --allow-principal " + Plain.text(principal) + " …"));
            }
        }
    }

    private boolean isLifecycle(Right right) {
        return right.resource() == Right.Resource.TOPIC
                && names.topicOf(right.name())
                        .filter(topic -> topic.isLifecycle())
                        .isPresent();
    }
}
