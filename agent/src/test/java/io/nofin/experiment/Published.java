package io.nofin.experiment;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.ScenarioReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The published scenarios, from which tests take the commands that start servers. */
final class Published {

    /** The folder of the published scenarios, found from the project's folder and from that of the agent, where Maven runs tests. */
    static final Path SCENARIOS = Stream.of(Path.of("scenarios"), Path.of("..", "scenarios")).filter(Files::isDirectory)
        .findFirst().orElseThrow().toAbsolutePath().normalize();

    private Published() {
    }

    static List<String> command(String scenario, String host) throws Exception {
        return new ScenarioReader(PacketFilter::compile).read(SCENARIOS.resolve(scenario + ".yaml")).lab().get(host).run();
    }
}
