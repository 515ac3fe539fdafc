package dev.keyfabric.context.micronaut;

import dev.keyfabric.context.verify.VerifiedContext;
import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetStrategy;
import io.micronaut.configuration.kafka.annotation.Topic;
import io.micronaut.context.BeanContext;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.core.bind.annotation.Bindable;
import io.micronaut.core.type.Argument;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.ExecutableMethod;
import io.micronaut.messaging.annotation.MessageBody;
import io.micronaut.runtime.ApplicationConfiguration;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Which topics of which consumer group go to listener methods that take a {@link VerifiedContext}. */
@Singleton
final class ContextListeners {
    /** Length of what makes a group unique: an underscore and a UUID. */
    private static final int UNIQUE = 37;

    private final List<Listener> listeners = new ArrayList<>();

    private record Listener(
            String group,
            boolean unique,
            boolean commits,
            boolean takesContext,
            ListenerTopics topics,
            String method) {}

    ContextListeners(BeanContext beans, ApplicationConfiguration application) {
        // All of them: the annotation may stand at a method alone.
        for (BeanDefinition<?> bean : beans.getAllBeanDefinitions()) {
            for (ExecutableMethod<?, ?> method : bean.getExecutableMethods()) {
                listener(bean, method, application).ifPresent(listeners::add);
            }
        }
        listeners.forEach(this::refuseSharedTopics);
    }

    /** What the consumers of a group must verify; empty where that is nothing. */
    Optional<VerifiedGroup> verifiedBy(String groupId) {
        Set<String> names = new HashSet<>();
        List<Pattern> patterns = new ArrayList<>();
        String name = groupId;
        boolean commits = true;
        for (Listener listener : listeners) {
            if (listener.takesContext() && isOf(listener, groupId)) {
                name = listener.group();
                commits &= listener.commits();
                names.addAll(listener.topics().names());
                patterns.addAll(listener.topics().patterns());
            }
        }
        return Optional.of(new VerifiedGroup(name, new ListenerTopics(names, patterns), commits))
                .filter(group -> !group.topics().isEmpty());
    }

    private static boolean isOf(Listener listener, String groupId) {
        return listener.unique()
                ? groupId.startsWith(listener.group() + "_")
                        && groupId.length() == listener.group().length() + UNIQUE
                : groupId.equals(listener.group());
    }

    private static Optional<Listener> listener(
            BeanDefinition<?> bean, ExecutableMethod<?, ?> method, ApplicationConfiguration application) {
        AnnotationValue<KafkaListener> annotation = method.getAnnotation(KafkaListener.class);
        List<AnnotationValue<Topic>> topics = method.getDeclaredAnnotationValuesByType(Topic.class);
        if (topics.isEmpty()) {
            topics = bean.getDeclaredAnnotationValuesByType(Topic.class);
        }
        String name = bean.getBeanType().getSimpleName() + "#" + method.getName();
        boolean takesContext = Arrays.stream(method.getArguments()).anyMatch(ContextListeners::isContext);
        if (annotation == null || topics.isEmpty()) {
            if (takesContext && (annotation != null || !topics.isEmpty())) {
                throw new ConfigurationException(name + " takes a VerifiedContext and needs @KafkaListener and @Topic");
            }
            return Optional.empty();
        }
        if (takesContext) {
            refuseContextAsBody(method, name);
        }
        refuseAnotherGroup(annotation, takesContext, name);
        // As micronaut-kafka names its groups.
        String group = annotation
                .stringValue("groupId")
                .filter(text -> !text.isEmpty())
                .orElseGet(() -> application.getName().orElse(bean.getBeanType().getName()));
        OffsetStrategy offsets =
                annotation.enumValue("offsetStrategy", OffsetStrategy.class).orElse(OffsetStrategy.AUTO);
        return Optional.of(new Listener(
                group,
                annotation.isTrue("uniqueGroupId"),
                offsets != OffsetStrategy.DISABLED,
                takesContext,
                topics(topics),
                name));
    }

    private static ListenerTopics topics(Collection<AnnotationValue<Topic>> annotations) {
        Set<String> names = new HashSet<>();
        List<Pattern> patterns = new ArrayList<>();
        for (AnnotationValue<Topic> annotation : annotations) {
            names.addAll(List.of(annotation.stringValues()));
            Arrays.stream(annotation.stringValues("patterns"))
                    .map(Pattern::compile)
                    .forEach(patterns::add);
        }
        return new ListenerTopics(names, patterns);
    }

    private static boolean isContext(Argument<?> argument) {
        return argument.getType() == VerifiedContext.class
                || argument.getFirstTypeVariable()
                        .filter(element -> element.getType() == VerifiedContext.class)
                        .isPresent();
    }

    /** Kafka's own setting would name another group than the one whose consumers verify. */
    private static void refuseAnotherGroup(
            AnnotationValue<KafkaListener> annotation, boolean takesContext, String name) {
        if (takesContext
                && annotation.getProperties("properties", "name").containsKey(ConsumerConfig.GROUP_ID_CONFIG)) {
            throw new ConfigurationException(name + " takes a VerifiedContext: name its group by groupId");
        }
    }

    /** micronaut-kafka takes the first plain parameter for the body and would read the value as a context. */
    private static void refuseContextAsBody(ExecutableMethod<?, ?> method, String name) {
        boolean named = Arrays.stream(method.getArguments())
                .anyMatch(argument -> argument.getType() == ConsumerRecord.class
                        || argument.getType() == ConsumerRecords.class
                        || argument.getAnnotationMetadata().hasAnnotation(MessageBody.class));
        Optional<Argument<?>> body = Arrays.<Argument<?>>stream(method.getArguments())
                .filter(argument -> !argument.getAnnotationMetadata().hasStereotype(Bindable.class))
                .findFirst();
        if (!named && body.filter(ContextListeners::isContext).isPresent()) {
            throw new ConfigurationException(name + ": the body must stand before the VerifiedContext");
        }
    }

    /** Two methods of a group share a topic's partitions: whether a record is verified would be chance. */
    private void refuseSharedTopics(Listener listener) {
        for (Listener other : listeners) {
            boolean sameGroup = other.group().equals(listener.group()) && other.unique() == listener.unique();
            if (sameGroup
                    && listener.takesContext()
                    && !other.takesContext()
                    && other.topics().names().stream().anyMatch(listener.topics()::has)) {
                throw new ConfigurationException(listener.method() + " takes a VerifiedContext and " + other.method()
                        + " of the same group and topic takes none");
            }
        }
    }
}
