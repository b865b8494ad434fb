package io.nofin.truth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.KernelTest;
import io.nofin.testing.NameServer;
import io.nofin.testing.Nofin;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fault is proven when, and only when, senders and receivers that know nothing of nofin saw what it says. */
@KernelTest
@Timeout(300)
class PassedIsTrueTest {

    private static final List<String> ADDRESSES = List.of("10.99.0.2", "10.99.0.3");

    private final AtomicInteger address = new AtomicInteger();

    /** Returns the engine that shapes what goes out, as scenarios name it; an empty word leaves the choice to nofin. */
    String engine() {
        return "";
    }

    List<String> directions() {
        return List.of("out", "in", "both");
    }

    /** Returns the seconds for which the faults fire: the traffic has to fit in. */
    int seconds() {
        return 15;
    }

    /** Returns how the run ends: some layouts have faults that cannot be. */
    int exitCode() {
        return 1;
    }

    List<Effect> effects() {
        return Effect.simple();
    }

    List<Layout> layouts() {
        return Layouts.all();
    }

    /** All effects in all directions and layouts fire in one run: each is on addresses or a port of its own. */
    @TestFactory
    List<DynamicTest> inEveryLayoutOfEveryEffectInEveryDirection(@TempDir Path directory) throws Exception {
        List<NameServer> names = new ArrayList<>();
        try (World world = World.start(directory)) {
            List<Site> sites = IntStream.range(0, layouts().size())
                .mapToObj(number -> new Site(world, layouts().get(number), number, effects(), directions())).toList();
            world.configure("nofin: 1\nlimits: { faults: 10000, members: 1000000, rules-per-host: 100000, rules: 1000000, expectations: 10000 }\n");
            inParallel(sites, Site::make);
            for (Site site : sites.stream().filter(any -> any.layout().has(Layout.Trait.BY_NAME)).toList()) {
                names.add(NameServer.start(site.near(), () -> List.of(ADDRESSES.get(address.get()))));
            }
            Files.writeString(directory.resolve("scenario.yaml"), scenario(sites));
            Map<String, JsonNode> faults = run(world, sites);
            assertFalse(faults.isEmpty());
            return sites.stream().map(site -> DynamicTest.dynamicTest(site.layout().name(), () -> compare(site, faults))).toList();
        } finally {
            for (NameServer server : names) {
                server.close();
            }
        }
    }

    private String scenario(List<Site> sites) throws IOException {
        StringBuilder targets = new StringBuilder();
        StringBuilder faults = new StringBuilder();
        for (Site site : sites) {
            targets.append(site.targets());
            faults.append(site.faults(engine()));
        }
        return "nofin: 1\n" + (engine().isEmpty() ? "seed: 7\n" : "") + "targets: {" + targets.substring(1) + " }\nfaults:\n" + faults
            + "timeline: [{ at: 0s, for: " + seconds() + "s, inject: [" + sites.stream().flatMap(site -> site.cells().stream()).map(Cell::name)
                .collect(Collectors.joining(", ")) + "] }]\n";
    }

    private Map<String, JsonNode> run(World world, List<Site> sites) throws Exception {
        try (Nofin nofin = Nofin.start(world, "run", "scenario.yaml", "--json").awaitFiring()) {
            inParallel(sites, site -> {
                if (!site.layout().has(Layout.Trait.IN_ITS_MIDST)) {
                    site.meanwhile();
                }
                try (Traffic traffic = Traffic.open(site)) {
                    traffic.flow();
                }
            });
            address.incrementAndGet();
            if (sites.stream().anyMatch(site -> site.layout().has(Layout.Trait.BY_NAME))) {
                nofin.awaitSaying(Site.NAME + " got another address");
            }
            assertFalse(nofin.said().contains("  heal  "), "the traffic took too long: " + nofin.said());
            Nofin.Result result = nofin.await().exitedWith(exitCode());
            Map<String, JsonNode> faults = new TreeMap<>();
            new ObjectMapper().readTree(result.output()).get("faults").forEach(fault -> faults.put(fault.get("name").asText(), fault));
            return faults;
        }
    }

    private static void compare(Site site, Map<String, JsonNode> faults) {
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        List<String> details = new ArrayList<>();
        for (Cell cell : site.cells()) {
            JsonNode fault = faults.get(cell.name());
            boolean proven = fault.at("/proof/answer").asText().equals("yes");
            boolean expectedSeen = cell.cannot().map(cannot -> !cannot.always() && cell.isTrue()).orElse(true);
            expected.put(cell.name(), words(expectedSeen, cell.cannot().isEmpty()));
            actual.put(cell.name(), words(cell.isTrue(), proven));
            if (!expected.get(cell.name()).equals(actual.get(cell.name()))) {
                details.add(cell + "\n    nofin: " + fault.get("proof") + " " + fault.get("matched")
                    + cell.cannot().map(cannot -> "\n    cannot be: " + cannot.why()).orElse(""));
            }
        }
        assertEquals(expected, actual, () -> String.join("\n", details) + "\n");
    }

    private static String words(boolean seen, boolean proven) {
        return (seen ? "was so" : "was not so") + ", " + (proven ? "proven" : "not proven");
    }

    /** Does something at a site. */
    private interface Work {
        void at(Site site) throws Exception;
    }

    private static void inParallel(List<Site> sites, Work work) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(sites.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (Site site : sites) {
                running.add(workers.submit(() -> {
                    work.at(site);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }
}
