package io.nofin.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.unit.BadValueException;
import io.nofin.unit.BitRate;
import io.nofin.unit.ByteCount;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapingTest {

    private static final Loss ONE_PERCENT = Loss.Random.of(Probability.percent(1));
    private static final Delay SHORT = delay("10ms");

    @Test
    void doesSomething() {
        assertRefused("no shaping: add one of delay, loss, duplicate, corrupt, reorder, rate, slot",
            new ShapingBuilder().limit(1_000).engine(Engine.QUEUE));
    }

    @Test
    void reordersOnlyWhatIsDelayed() {
        Reorder quarter = Reorder.of(Probability.percent(25));

        assertEquals("delay: 10ms, reorder: 25%", new ShapingBuilder().reorder(quarter).delay(SHORT).build().toString());
        assertRefused("reorder without delay: add for example delay: 10ms: reordered packets overtake those that it holds",
            new ShapingBuilder().reorder(quarter));
    }

    @Test
    void marksOnlyWhatWouldBeLost() {
        assertRefused("ecn without loss: add for example loss: 1%: packets that it would lose are marked",
            new ShapingBuilder().delay(SHORT).ecn(true));
    }

    @Test
    void knowsWhatNetemCannotDo() {
        assertEquals(Optional.empty(), new ShapingBuilder().delay(SHORT).loss(ONE_PERCENT).rate(rate("1mbit")).build().beyondNetem());
        assertBeyondNetem("loss: { every: 10 }", new ShapingBuilder().loss(new Loss.Every(10)));
        assertBeyondNetem("loss: { first: 3 }", new ShapingBuilder().loss(new Loss.First(3)));
        assertBeyondNetem("loss: { packets: [3, 7] }", new ShapingBuilder().loss(new Loss.Packets(List.of(7, 3))));
        assertBeyondNetem("corrupt: { checksum: fix }",
            new ShapingBuilder().corrupt(new Corrupt(Probability.percent(1), Probability.ZERO, true)));
        assertBeyondNetem("rate: { burst: 16kb }",
            new ShapingBuilder().rate(new Rate(BitRate.parse("1mbit"), Optional.of(ByteCount.parse("16kb")), 0, 0, 0)));
    }

    /** 10mbit x 100ms are 125000 bytes: 84 packets of 1500 bytes. */
    @Test
    void hasRoomForWhatIsOnItsWay() {
        ShapingBuilder line = new ShapingBuilder().rate(rate("10mbit")).delay(SHORT.withTime(Durations.parse("90ms")).withJitter(SHORT.time()));

        assertEquals(84, line.limit(84).build().limit());
        assertRefused("limit 83 is too small for 10mbit and 100ms: 84 packets of 1500 bytes are on their way at once: "
            + "write limit: 1000, or leave it out", line.limit(83));
        assertRefused("not a limit: 0: write 1 or more: with 0, every packet is dropped", new ShapingBuilder().loss(ONE_PERCENT).limit(0));
        assertRefused("9000000tbit for 1s are more packets than can be held: make the rate lower or the delay shorter",
            new ShapingBuilder().rate(rate("9000000tbit")).delay(delay("1s")));
    }

    @Test
    void mayHaveLittleRoomOnALineWithoutDelay() {
        assertEquals(1, new ShapingBuilder().rate(rate("10mbit")).limit(1).build().limit());
        assertEquals(1, new ShapingBuilder().delay(SHORT).limit(1).build().limit());
    }

    @ParameterizedTest
    @CsvSource({"8bit, 0s, 1000", "10mbit, 100ms, 1000", "1gbit, 100ms, 16668", "10gbit, 1s, 1666668", "1gbit, 1m, 10000000"})
    void makesRoomForTwiceWhatIsOnItsWay(String rate, String delay, int limit) {
        assertEquals(limit, new ShapingBuilder().rate(rate(rate)).delay(delay(delay)).build().limit());
    }

    @ParameterizedTest
    @CsvSource({"0s, 1000", "100us, 1000", "1ms, 1668", "100ms, 166668", "1s, 250000", "1h, 250000"})
    void makesBoundedRoomWithoutARate(String delay, int limit) {
        assertEquals(limit, new ShapingBuilder().delay(delay(delay)).build().limit());
    }

    @Test
    void countsSlotsAsDelay() {
        Slot slots = new Slot.Spread(Durations.parse("50ms"), Durations.parse("10ms"), Distribution.NORMAL, 0, 0);

        assertEquals(Duration.ofMillis(70), new ShapingBuilder().delay(SHORT).slot(slots).build().held());
    }

    @Test
    void interpolatesEveryNumberOfItsComponents() {
        Shaping from = new ShapingBuilder().delay(new Delay(Duration.ZERO, Duration.ZERO, Probability.ZERO, Distribution.NORMAL))
            .loss(ONE_PERCENT).duplicate(Duplicate.of(Probability.ZERO)).corrupt(Corrupt.of(Probability.percent(4)))
            .reorder(new Reorder(Probability.ZERO, Probability.ZERO, 5)).rate(rate("1mbit")).limit(1_000).build();
        Shaping to = new ShapingBuilder().delay(new Delay(Durations.parse("100ms"), Durations.parse("20ms"), Probability.percent(50), Distribution.NORMAL))
            .loss(Loss.Random.of(Probability.percent(3))).duplicate(Duplicate.of(Probability.ONE)).corrupt(Corrupt.of(Probability.ZERO))
            .reorder(new Reorder(Probability.percent(10), Probability.ONE, 5)).rate(rate("3mbit")).limit(1_000).build();

        assertEquals("delay: { time: 50ms, jitter: 10ms, correlation: 25%, distribution: normal }, loss: 2%, duplicate: 50%, "
            + "corrupt: 2%, reorder: { probability: 5%, correlation: 50%, gap: 5 }, rate: 2mbit, limit: 1000",
            from.interpolated(to, 0.5).toString());
        assertEquals(from, from.interpolated(to, 0));
        assertEquals(to, from.interpolated(to, 1));
        assertEquals("not between 0 and 1: fraction=1.5",
            assertThrows(IllegalArgumentException.class, () -> from.interpolated(to, 1.5)).getMessage());
    }

    @Test
    void leavesTheSelectorAsItIs() {
        assertEquals(Selector.all(), new ShapingBuilder().delay(SHORT).build().narrowed(Selector.all()));
    }

    private static Delay delay(String time) {
        return Delay.of(Durations.parse(time));
    }

    private static Rate rate(String rate) {
        return Rate.of(BitRate.parse(rate));
    }

    private static void assertBeyondNetem(String what, ShapingBuilder shaping) {
        assertEquals(Optional.of(what), shaping.build().beyondNetem());
        assertEquals(Engine.QUEUE, shaping.engine(Engine.QUEUE).build().engine());
        assertRefused("netem cannot do " + what + ": write engine: queue, or leave engine out", shaping.engine(Engine.NETEM));
    }

    private static void assertRefused(String message, ShapingBuilder shaping) {
        assertEquals(message, assertThrows(BadValueException.class, shaping::build).getMessage());
    }
}
