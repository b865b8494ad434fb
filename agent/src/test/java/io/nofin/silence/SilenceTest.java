package io.nofin.silence;

import io.nofin.firewall.BackEnd;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.nofin.scenario.Direction;
import io.nofin.scenario.Side;
import io.nofin.silence.Experiment.Result;
import io.nofin.silence.Row.Setting;
import io.nofin.silence.Row.Way;
import io.nofin.silence.Wire.Crossing;
import io.nofin.silence.Wire.Kind;
import io.nofin.testing.KernelTest;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every way nofin cuts is compared with the reference, a rule at the other end of the cable: what the near host can see must be
 * equal, row by row. A plain DROP must not be, so that the comparison is known to see.
 */
@KernelTest
class SilenceTest {

    private static final int ATTEMPTS = 5;

    private static Results results;
    private static volatile Wire wire;

    @BeforeAll
    static void measureAllRowsAtOnce() throws Exception {
        for (int attempt = 1; results == null; attempt++) {
            try (Cable cable = Cable.lay()) {
                results = measure(rows(cable), cable);
            } catch (IllegalStateException failure) {
                boolean late = Stream.of(failure.getSuppressed()).allMatch(Experiment.LateException.class::isInstance);
                if (!late || attempt == ATTEMPTS) {
                    throw failure;
                }
            }
        }
    }

    @AfterAll
    static void printTable() {
        if (results != null) {
            System.out.println(results);
        }
    }

    @Test
    void nofinLooksLikeACutCable() {
        forEach(Way.NOFIN, row -> {
            Observation reference = results.reference(row).observation();
            assertEquals(reference, row.observation(), () -> row.row() + ": " + row.observation().differencesFrom(reference));
        });
    }

    @Test
    void plainOutputDropDoesNot() {
        forEach(Way.PLAIN_OUTPUT_DROP, row ->
            assertNotEquals(results.reference(row).observation(), row.observation(), () -> row.row().toString()));
    }

    @Test
    void norDoesPlainInputDropWhereItTakesTheNeighbourAlong() {
        forEach(Way.PLAIN_INPUT_DROP, row ->
            assertNotEquals(results.reference(row).observation(), row.observation(), () -> row.row().toString()));
    }

    @Test
    void neitherFinNorResetNorIcmpCrossesWhileCut() {
        forEach(Way.NOFIN, row ->
            assertEquals(List.of(), crossings(row, EnumSet.of(Kind.FIN, Kind.RST, Kind.ICMP)), row.row().toString()));
    }

    @Test
    void nothingLeavesTheHostWhileItsWayOutIsCut() {
        forEach(Way.NOFIN, row -> {
            if (row.row().setting().direction().includes(Side.EGRESS)) {
                assertEquals(List.of(), crossings(row, EnumSet.complementOf(EnumSet.of(Kind.HOUSEKEEPING))), row.row().toString());
            }
        });
    }

    @Test
    void theSameConnectionCarriesOnAfterwards() {
        forEach(Way.NOFIN, row -> assertEquals(Traffic.CARRIED_ON, row.carryOn(), row.row().toString()));
    }

    private static void forEach(Way way, Consumer<Result> check) {
        assertAll(results.of(way).stream().map(row -> () -> check.accept(row)));
    }

    private static List<Crossing> crossings(Result row, Set<Kind> kinds) {
        return wire.crossings(row.address(), row.from(), row.to()).stream()
            .filter(crossing -> kinds.contains(crossing.kind())).toList();
    }

    private static List<Row> rows(Cable cable) {
        List<Row> rows = new ArrayList<>();
        for (Setting setting : Setting.all()) {
            Direction direction = setting.direction();
            rows.add(new Row(Way.REFERENCE, "-", setting, new CableCut(cable, direction)));
            for (BackEnd backEnd : BackEnd.values()) {
                rows.add(new Row(Way.NOFIN, backEnd.name(), setting, new NofinCut(backEnd, direction)));
                if (direction == Direction.OUT) {
                    rows.add(new Row(Way.PLAIN_OUTPUT_DROP, backEnd.name(), setting, new PlainOutputDrop(backEnd)));
                }
                if (direction == Direction.IN && setting.family() == IpFamily.IPV6) {
                    rows.add(new Row(Way.PLAIN_INPUT_DROP, backEnd.name(), setting, new PlainInputDrop(backEnd)));
                }
            }
        }
        return rows;
    }

    private static Results measure(List<Row> rows, Cable cable) throws Exception {
        CyclicBarrier everybodyReady = new CyclicBarrier(rows.size(), () -> wire = tap(cable));
        ExecutorService threads = Executors.newFixedThreadPool(rows.size());
        try {
            List<Callable<Result>> experiments = new ArrayList<>();
            for (Row row : rows) {
                experiments.add(new Experiment(row, cable.connectHost(), cable, everybodyReady)::measure);
            }
            return new Results(allOf(threads.invokeAll(experiments)));
        } finally {
            threads.shutdownNow();
            if (wire != null) {
                wire.close();
            }
        }
    }

    private static List<Result> allOf(List<Future<Result>> measured) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        IllegalStateException failure = new IllegalStateException("not all rows could be measured; see the suppressed exceptions");
        for (Future<Result> result : measured) {
            try {
                results.add(result.get());
            } catch (ExecutionException e) {
                failure.addSuppressed(e.getCause());
            }
        }
        if (results.size() < measured.size()) {
            throw failure;
        }
        return results;
    }

    /**
     * Begins to record on the router. This is called when all hosts are ready: what was exchanged before the first cut need not be
     * recorded.
     */
    private static Wire tap(Cable cable) {
        try {
            return Wire.tap(cable.router());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
