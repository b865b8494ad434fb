package io.nofin.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Delay;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.ShapingBuilder;
import io.nofin.testing.Volley;
import io.nofin.unit.Probability;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that come twice, damaged, in another order, or not for want of room. */
interface CopyBehaviour extends Behaviour {

    /** All of a volley is sent before the first of it is let go. */
    Delay LONG = Delay.of(Duration.ofMillis(1_500));
    Duration AT_ONCE = Duration.ZERO;

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.3})
    default void sendsSomePacketsTwice(double probability) throws IOException {
        ShapedWire wire = wire(new ShapingBuilder().duplicate(Duplicate.of(new Probability(probability))));
        Volley volley = wire.fire(2_000, 20, AT_ONCE);

        assertEquals(2_000, volley.arrivals().stream().map(Volley.Arrival::number).distinct().count());
        assertEquals(2_000 * (1 + probability), volley.arrivals().size(), DEVIATIONS * Math.sqrt(2_000 * probability * (1 - probability)));
    }

    /** netem damages Ethernet's and IP's headers, too, 34 bytes of 1042: what becomes of these is not counted as a wrong checksum. */
    @Test
    default void theReceiverNoticesDamage() throws IOException {
        ShapedWire wire = wire(new ShapingBuilder().corrupt(Corrupt.of(Probability.percent(20))));
        Volley volley = wire.fire(2_000, 1_000, AT_ONCE, Duration.ofSeconds(1));
        int arrived = volley.arrivals().size();
        int noticed = wire.checksumErrors();
        System.out.printf("corrupt 20%%: %d of 2000 arrived, %d InCsumErrors%n", arrived, noticed);
        assertEquals(0, volley.damaged());
        assertEquals(0.2 * 2_000, noticed, 0.2 * 2_000 * 34 / 1_042 + DEVIATIONS * Math.sqrt(2_000 * 0.2 * 0.8));
        assertTrue(arrived <= 2_000 - noticed && arrived >= 0.7 * 2_000, "arrived " + arrived);
    }

    @Test
    default void everyFifthPacketGoesAhead() throws IOException {
        ShapedWire wire = wire(new ShapingBuilder().delay(LONG).reorder(new Reorder(Probability.ONE, Probability.ZERO, 5)));
        List<Integer> arrived = wire.fire(50, 100, AT_ONCE).arrivals().stream().map(Volley.Arrival::number).toList();

        Stream<Integer> ahead = IntStream.range(0, 10).mapToObj(i -> 5 * i + 4);
        Stream<Integer> others = IntStream.range(0, 50).filter(i -> i % 5 != 4).boxed();
        assertEquals(Stream.concat(ahead, others).toList(), arrived);
    }

    @Test
    default void somePacketsGoAhead() throws IOException {
        ShapedWire wire = wire(new ShapingBuilder().delay(LONG).reorder(Reorder.of(Probability.percent(25))).limit(2_000));
        List<Volley.Arrival> arrivals = wire.fire(2_000, 100, AT_ONCE).arrivals();

        assertEquals(2_000, arrivals.size());
        long ahead = arrivals.stream().filter(arrival -> arrival.delay().compareTo(LONG.time()) < 0).count();
        assertEquals(0.25 * 2_000, ahead, DEVIATIONS * Math.sqrt(2_000 * 0.25 * 0.75));
    }

    @Test
    default void dropsWhatIsOverTheLimit() throws IOException {
        Volley volley = wire(new ShapingBuilder().delay(LONG).limit(10)).fire(50, 100, AT_ONCE);

        assertEquals(IntStream.range(0, 10).boxed().toList(), volley.arrivals().stream().map(Volley.Arrival::number).toList());
    }
}
