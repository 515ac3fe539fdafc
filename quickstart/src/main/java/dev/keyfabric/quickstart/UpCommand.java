package dev.keyfabric.quickstart;

import dev.keyfabric.quickstart.story.ShopClient;
import dev.keyfabric.quickstart.story.Until;
import dev.keyfabric.quickstart.story.ValidatorClient;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the fabric and keeps it up until Ctrl-C; the next start finds the data again. */
@Command(
        name = "up",
        description = "Starts the fabric and stays up; says where everything is and how to use it.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final Duration READY_LIMIT = Duration.ofMinutes(5);

    @Option(names = "--validators", defaultValue = "2", description = "how many validators (default ${DEFAULT-VALUE})")
    private int validators = 2;

    @Option(
            names = "--ready-file",
            paramLabel = "FILE",
            description = "written (mode 0600) once every validator has caught up: JSON with URLs and the admin login")
    private @Nullable Path readyFile;

    @Override
    public Integer call() throws IOException, InterruptedException {
        QuickstartSettings settings = QuickstartSettings.from(System.getenv(), validators);
        PrintStream out = System.out;
        Fabric fabric = Fabric.start(settings, part -> out.println("starting: " + part));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            out.println("stopping");
                            fabric.close();
                            stopped.countDown();
                        },
                        "stop"));
        for (int i = 0; i < validators; i++) {
            ValidatorClient validator = new ValidatorClient("validator-" + (i + 1), fabric.validatorUrl(i));
            Until.equal(true, validator::isReady, READY_LIMIT, validator.name() + " ready");
        }
        for (ShopClient.Part part :
                List.of(fabric.shop().orders(), fabric.shop().payments())) {
            Until.equal(true, part::isReady, READY_LIMIT, part.name() + " ready");
        }
        welcome(fabric, out);
        if (readyFile != null) {
            ReadyFile.write(readyFile, fabric);
        }
        stopped.await();
        return 0;
    }

    private static void welcome(Fabric fabric, PrintStream out) {
        String registry = fabric.registryUrl();
        out.printf("%nKeyfabric is up. Data: %s%n", fabric.settings().data());
        out.printf("  console      %s/console%n", registry);
        out.printf("  registry     %s%n", registry);
        fabric.validatorUrls().forEach(url -> out.printf("  validator    %s%n", url));
        out.printf("  orders       %s%n", fabric.ordersUrl());
        out.printf("  payments     %s%n", fabric.paymentsUrl());
        out.printf("  kafka        %s%n", fabric.broker().bootstrapServers());
        out.printf("  admin login  admin / %s%n%n", fabric.adminPassword());
        out.println("Try it (a consumer and a key, then a verdict on the key):");
        out.println(Curl.login(registry, fabric.adminPassword()));
        out.println(Curl.issue(registry));
        out.println(Curl.authorize(fabric.validatorUrl(0)));
        out.println();
        out.println("Ctrl-C stops it.");
        out.flush();
    }
}
