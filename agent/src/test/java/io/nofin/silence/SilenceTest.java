package io.nofin.silence;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.nofin.scenario.Direction;
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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every way nofin cuts is compared with the reference, a rule at the other end of the cable: what the near host can see must be
 * equal, row by row. A plain DROP must not be, so that the comparison is known to see.
 */
@KernelTest
class SilenceTest {

    private static Results results;
    private static volatile Wire wire;

    @BeforeAll
    static void measureAllRowsAtOnce() throws Exception {
        List<Setting> settings = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            for (Traffic.Kind traffic : Traffic.Kind.values()) {
                for (IpFamily family : IpFamily.values()) {
                    settings.add(new Setting(direction, traffic, family));
                }
            }
        }
        int nofin = settings.size() * Tables.values().length;
        int plain = nofin / Direction.values().length;
        try (Cable cable = Cable.lay(settings.size() + nofin + plain)) {
            results = measure(rows(settings, cable), cable);
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
        assertAll(results.of(Way.NOFIN).stream().map(row ->
            () -> assertEquals(results.reference(row).observation(), row.observation(), row.row().toString())));
    }

    @Test
    void plainOutputDropDoesNot() {
        assertAll(results.of(Way.PLAIN_OUTPUT_DROP).stream().map(row ->
            () -> assertNotEquals(results.reference(row).observation(), row.observation(), row.row().toString())));
    }

    @Test
    void neitherFinNorResetNorIcmpCrossesWhileCut() {
        forEachCut((row, crossings) -> assertEquals(List.of(),
            crossings.stream().filter(crossing -> crossing.kind().compareTo(Kind.DATA) > 0).toList(), row.row().toString()));
    }

    @Test
    void nothingLeavesTheHostWhileItsWayOutIsCut() {
        forEachCut((row, crossings) -> assertEquals(0,
            row.row().setting().direction().includesOut()
                ? crossings.stream().filter(crossing -> crossing.kind() != Kind.HOUSEKEEPING).count() : 0, row.row().toString()));
    }

    @Test
    void theSameConnectionCarriesOnAfterwards() {
        assertAll(results.of(Way.NOFIN).stream().map(row ->
            () -> assertEquals(Traffic.CARRIED_ON, row.carryOn(), row.row().toString())));
    }

    private static void forEachCut(BiConsumer<Result, List<Crossing>> check) {
        assertAll(results.of(Way.NOFIN).stream().map(row ->
            () -> check.accept(row, wire.crossings(row.address(), row.from(), row.to()))));
    }

    private static List<Row> rows(List<Setting> settings, Cable cable) {
        List<Row> rows = new ArrayList<>();
        for (Setting setting : settings) {
            rows.add(new Row(Way.REFERENCE, "-", setting, new CableCut(cable, setting.direction())));
            for (Tables tables : Tables.values()) {
                rows.add(new Row(Way.NOFIN, tables.name(), setting, new NofinCut(tables, setting.direction())));
                if (setting.direction() == Direction.OUT) {
                    rows.add(new Row(Way.PLAIN_OUTPUT_DROP, tables.name(), setting, new PlainOutputDrop(tables)));
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
            for (int row = 0; row < rows.size(); row++) {
                experiments.add(new Experiment(rows.get(row), cable.hosts().get(row), cable, everybodyReady)::measure);
            }
            List<Result> measured = new ArrayList<>();
            for (Future<Result> result : threads.invokeAll(experiments)) {
                measured.add(result.get());
            }
            return new Results(measured);
        } finally {
            threads.shutdownNow();
            if (wire != null) {
                wire.close();
            }
        }
    }

    /** What was exchanged before the first cut need not be recorded. */
    private static Wire tap(Cable cable) {
        try {
            return Wire.tap(cable.router());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
