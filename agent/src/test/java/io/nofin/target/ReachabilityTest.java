package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.Shell;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
class ReachabilityTest {

    @TempDir
    private Path directory;

    private World world;

    @BeforeEach
    void connect() throws IOException {
        world = World.start(directory);
        world.connect("app", "db");
        world.sh("ip netns add alone");
    }

    @AfterEach
    void end() throws IOException {
        world.close();
    }

    @Test
    void goesByTheRoutesOfEach() throws IOException {
        List<Optional<Reachability.NamespaceReach>> seen = reach("app", "db", "alone");

        assertEquals(List.of("10.99.0.1/24", "fd00:99::1/64"), seen.get(0).orElseThrow().addresses());
        assertEquals(List.of(1), seen.get(0).orElseThrow().reaches());
        assertEquals(List.of(0), seen.get(1).orElseThrow().reaches());
        assertEquals(List.of(), seen.get(2).orElseThrow().reaches());
        assertFalse(seen.get(0).orElseThrow().outside());
    }

    @Test
    void endsWhereALinkIsDownOrARouteIsABlackHole() throws IOException {
        world.sh("ip -n app route add blackhole 10.99.0.2; ip -n app route add blackhole 10.99.0.3"
            + "; ip -n app -6 route add blackhole fd00:99::2; ip -n app -6 route add blackhole fd00:99::3");
        assertEquals(List.of(List.of(), List.of(0)), reaches("app", "db"));

        Shell.in(world.namespace("app"), "ip link set eth0 down");
        assertEquals(List.of(List.of(), List.of(0)), reaches("app", "db"));
        Shell.in(world.namespace("db"), "ip link set eth0 down");
        assertEquals(List.of(List.of(), List.of()), reaches("app", "db"));
    }

    @Test
    void leadsOutByADefaultRoute() throws IOException {
        world.sh("ip -n app route add default via 10.99.0.2");

        assertTrue(reach("app", "db").get(0).orElseThrow().outside());
        assertFalse(reach("app", "db").get(1).orElseThrow().outside());
    }

    @Test
    void leavesOutWhatIsGone() throws IOException {
        assertEquals(Optional.empty(), reach("app", "gone").get(1));
        assertEquals(List.of(), reach("app", "gone").get(0).orElseThrow().reaches());
    }

    /** 40 namespaces with 40 addresses each, among which there are no routes: before there was a limit, 62,400 questions. */
    @Test
    void asksEachNamespaceSoManyQuestionsAtMost() throws IOException {
        String[] names = IntStream.range(0, 40).mapToObj(i -> "crowd" + i).toArray(String[]::new);
        world.sh("for n in $(seq 0 39); do ip netns add crowd$n; for a in $(seq 1 40); do echo addr add 10.$n.$a.1/32 dev lo; done"
            + " | ip -n crowd$n -batch -; ip -n crowd$n link set lo up; done");

        List<Optional<Reachability.NamespaceReach>> seen = reach(Stream.concat(Stream.of("app", "db"), Stream.of(names)).toArray(String[]::new));

        assertEquals(List.of(1), seen.get(0).orElseThrow().reaches());
        assertEquals(List.of(0), seen.get(1).orElseThrow().reaches());
        assertTrue(seen.stream().skip(2).allMatch(one -> one.orElseThrow().addresses().size() == 40 && one.orElseThrow().reaches().isEmpty()));
    }

    private List<List<Integer>> reaches(String... names) throws IOException {
        return reach(names).stream().map(seen -> seen.orElseThrow().reaches()).toList();
    }

    private List<Optional<Reachability.NamespaceReach>> reach(String... names) throws IOException {
        return Reachability.between(Stream.of(names).map(world::path).toList());
    }
}
