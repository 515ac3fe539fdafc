package dev.keyfabric.quickstart.access;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/** Kafka's authorizer, whose every decision in this process is written down. */
public final class RecordingAuthorizer extends StandardAuthorizer {
    private static final Set<Decision> DECISIONS = ConcurrentHashMap.newKeySet();

    /** One thing that somebody wanted to do. */
    public record Decision(String user, ResourceType type, String name, AclOperation operation, boolean allowed) {}

    static Set<Decision> decisions() {
        return Set.copyOf(DECISIONS);
    }

    static void forget() {
        DECISIONS.clear();
    }

    /** What is only asked to see which way there is, and is no fault when it is denied, does not count. */
    @Override
    public List<AuthorizationResult> authorize(AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        for (int i = 0; i < actions.size(); i++) {
            Action action = actions.get(i);
            boolean allowed = results.get(i) == AuthorizationResult.ALLOWED;
            if (allowed || action.logIfDenied()) {
                DECISIONS.add(new Decision(
                        context.principal().getName(),
                        action.resourcePattern().resourceType(),
                        action.resourcePattern().name(),
                        action.operation(),
                        allowed));
            }
        }
        return results;
    }
}
