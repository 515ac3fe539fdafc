package dev.keyfabric.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.inject.BeanDefinition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComponentTest {
    @Test
    void anotherComponentInTheSameJvmGetsNoneOfTheRegistrysBeans() {
        try (ApplicationContext context = ApplicationContext.builder()
                .deduceEnvironment(false)
                .banner(false)
                .properties(Map.of("keyfabric.component", "validator"))
                .start()) {
            assertThat(context.getAllBeanDefinitions())
                    .isNotEmpty()
                    .map(BeanDefinition::getBeanType)
                    .noneMatch(type -> type.getName().startsWith("dev.keyfabric.registry"));
        }
    }
}
