package io.nofin.plan;

import io.nofin.firewall.BackEnd;
import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.FilterCheck;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.unit.IpNetwork;
import io.nofin.yaml.InvalidDocumentException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Plans of scenarios whose hosts are made up: targets app, db and web with addresses 10.0.0.1 to 3 and fd00::1 to 3, and twin,
 * which is app's namespace once more with 10.0.0.9. The host name db.example is 192.0.2.7 and
 * 2001:db8::7 for app, and 192.0.2.8 for twin. The run is abcdef.
 */
final class Plans {

    static final RunId RUN = new RunId("abcdef");
    static final int VOID = 60_999;
    static final int SEED = 7;

    private static final String HEAD = """
        nofin: 1
        name: test
        targets: { app: { netns: app }, db: { netns: db }, web: { netns: web }, twin: { netns: twin } }
        """;
    private static final String TIMELINE = "\ntimeline: [{ at: 0s, inject: [%s], for: 1s }]\n";

    private Plans() {
    }

    /** Returns a plan of faults in YAML, without a heading; all of them fire at once. */
    static Plan of(String faults, Exemption... exemptions) {
        return Planner.plan(RUN, SEED, scenario(scenarioOf(faults), PacketFilter::compile), hosts(exemptions));
    }

    /** Returns the same plan, with filters that nobody has checked. */
    static Plan ofUnchecked(String faults) {
        return Planner.plan(RUN, SEED, scenario(scenarioOf(faults), FilterCheck.NONE), hosts());
    }

    static Plan ofScenario(String text) {
        return Planner.plan(RUN, SEED, scenario(text, PacketFilter::compile), hosts());
    }

    /** Returns a plan of faults that may shape, where these facts hold for every namespace. */
    static Plan shaped(String faults, ShapingFacts facts) {
        return ofScenario(scenarioOf(faults), facts);
    }

    /** Returns a plan of faults on a kernel that has no IPv6. */
    static Plan withoutIpv6(String faults) {
        return ofScenario(scenarioOf(faults), known -> new HostFacts(known.ipv4(), Optional.empty(), known.voidQueue(), known.watchQueue(), known.exemptions(), known.shaping()));
    }

    static Plan ofScenario(String text, ShapingFacts shaping) {
        return ofScenario(text, known -> known.with(shaping));
    }

    private static Plan ofScenario(String text, UnaryOperator<HostFacts> changed) {
        ResolvedHosts hosts = hosts();
        Map<Path, HostFacts> facts = new HashMap<>();
        hosts.facts().forEach((path, known) -> facts.put(path, changed.apply(known)));
        return Planner.plan(RUN, SEED, scenario(text, PacketFilter::compile), new ResolvedHosts(hosts.targets(), hosts.hostNames(), facts));
    }

    private static String scenarioOf(String faults) {
        String indented = faults.strip().indent(2);
        String names = indented.lines().filter(line -> line.matches("  \\w.*")).map(line -> line.strip().split(":")[0])
            .collect(Collectors.joining(", "));
        return HEAD + "faults:\n" + indented + TIMELINE.formatted(names);
    }

    private static Scenario scenario(String text, FilterCheck filters) {
        try {
            return new ScenarioReader(filters).read(text, "test.yaml");
        } catch (InvalidDocumentException e) {
            throw new AssertionError(text, e);
        }
    }

    private static ResolvedHosts hosts(Exemption... exemptions) {
        Map<String, List<HostRef>> targets = new LinkedHashMap<>();
        targets.put("app", List.of(host("app", "app", "10.0.0.1", "fd00::1")));
        targets.put("db", List.of(host("db", "db", "10.0.0.2", "fd00::2")));
        targets.put("web", List.of(host("web", "web", "10.0.0.3", "fd00::3")));
        targets.put("twin", List.of(host("twin", "app", "10.0.0.9")));
        Map<Path, HostFacts> facts = new HashMap<>();
        targets.values().forEach(hosts -> hosts.forEach(host ->
            facts.put(host.namespace(), new HostFacts(BackEnd.NFT, BackEnd.LEGACY, VOID, List.of(exemptions)))));
        return new ResolvedHosts(targets, Map.of("app", Map.of("db.example", networks("192.0.2.7", "2001:db8::7")),
            "twin", Map.of("db.example", networks("192.0.2.8"))), facts);
    }

    private static HostRef host(String label, String namespace, String... addresses) {
        return new HostRef(label, "netns:" + label, Path.of("/run/netns", namespace), networks(addresses));
    }

    static List<IpNetwork> networks(String... networks) {
        return Arrays.stream(networks).map(IpNetwork::parse).toList();
    }
}
