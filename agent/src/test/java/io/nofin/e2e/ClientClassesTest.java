package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Nofin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A command that only asks the agent is started quickly: its JVM loads no class of the engine, nor of the libraries for native code. */
class ClientClassesTest extends InWorld {

    private static final Pattern ENGINE = Pattern.compile(
        ".*(io\\.nofin\\.(queue|firewall|netlink|witness|inject|journal|plan|run|linux|local)|org\\.pcap4j|jnr|com\\.kenai|com\\.sun\\.jna)\\..*");

    @Test
    void clientsLoadNothingOfTheEngine() throws Exception {
        try (Nofin agent = Nofin.start(world, "agent").awaitSaying("the agent is ready")) {
            for (String command : List.of("drop --target netns:app --port 1234 --optional --for 10ms", "delay 1ms --target netns:app --optional --for 10ms",
                    "status", "targets", "heal")) {
                List<String> loaded = loaded(command);

                assertTrue(loaded.stream().anyMatch(line -> line.contains("io.nofin.client.AgentClient")), command + ": " + loaded.size());
                assertEquals(List.of(), loaded.stream().filter(line -> ENGINE.matcher(line).matches()).toList(), command);
            }
            agent.signal("TERM").await();
        }
    }

    private List<String> loaded(String command) throws IOException, InterruptedException {
        Path log = world.directory().resolve("loaded");
        try (Nofin nofin = Nofin.start(world, List.of(), Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log + ":none"), command.split(" "))) {
            nofin.await().exitedWith(0);
        }
        return Files.readAllLines(log).stream().map(line -> line.split(" ")[0]).toList();
    }
}
