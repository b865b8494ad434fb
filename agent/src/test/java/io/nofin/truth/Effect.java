package io.nofin.truth;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** An effect as a scenario has it, and how datagrams that went one way show it, or do not. */
enum Effect {

    DROP("drop: silent", Datagrams::noneArrived),
    LOSS("loss: 100%", Datagrams::noneArrived),
    LOSS_OF_SOME("loss: 30%", all -> all.isShareMissing(0.3) && all.repeated() == 0 && all.isLostOneByOne()),
    LOSS_OF_EVERY_THIRD("loss: { every: 3 }", all -> all.isEveryThirdMissing() && all.repeated() == 0),
    DELAY("delay: 200ms", all -> all.allArrivedOnce() && all.quickestMs() >= Effect.DELAY_MS),
    DUPLICATE("duplicate: 100%", all -> all.missing() == 0 && all.repeated() == all.sent() && all.mostCopies() == 2),
    DUPLICATE_OF_SOME("duplicate: 30%", all -> all.missing() == 0 && all.isShareRepeated(0.3) && all.mostCopies() == 2),
    CORRUPT("corrupt: 40%", all -> all.isShareMissing(0.4) && all.repeated() == 0 && all.isLostOneByOne()),
    RATE("rate: 100kbit", all -> all.allArrivedOnce() && all.neverCameQuickerThan(100_000)),
    REORDER("delay: 200ms, reorder: 50%", all -> all.allArrivedOnce() && all.isShareOvertaking(0.5)
        && all.quickestOvertakenMs() >= Effect.DELAY_MS),
    BURSTS("loss: { probability: 30%, burst: 6 }", all -> all.repeated() == 0 && all.isInRuns(0, 3)),
    BURSTS_BESIDE_DUPLICATES("loss: { probability: 30%, burst: 6 }, duplicate: 100%",      // what is sent twice and lost once is there, as with netem
        all -> all.missing() == 0 && all.mostCopies() == 2 && all.isInRuns(1, 3)),
    BURSTS_BESIDE_DAMAGE("loss: { probability: 30%, burst: 6 }, corrupt: 20%", all -> all.repeated() == 0 && all.isInRuns(0, 1.9)),
    RESET("reject: tcp-reset", all -> true),
    UNREACHABLE("reject: icmp-port-unreachable", all -> all.noneArrived() && all.wasRefused());

    static final int DELAY_MS = 200;

    private static final List<Effect> TAKING = List.of(DROP, LOSS);
    private static final List<Effect> OF_BURSTS = List.of(BURSTS, BURSTS_BESIDE_DUPLICATES, BURSTS_BESIDE_DAMAGE);
    private static final List<Effect> REJECTING = List.of(RESET, UNREACHABLE);

    private final String yaml;
    private final Predicate<Datagrams> shown;

    Effect(String yaml, Predicate<Datagrams> shown) {
        this.yaml = yaml;
        this.shown = shown;
    }

    /** Returns the effects that take many datagrams to show. */
    static List<Effect> ofBursts() {
        return OF_BURSTS;
    }

    /** Returns all others. */
    static List<Effect> simple() {
        return Stream.of(values()).filter(effect -> !OF_BURSTS.contains(effect)).toList();
    }

    /** The keys and values of a fault in a scenario. */
    String yaml() {
        return yaml;
    }

    boolean isShownBy(Datagrams all) {
        return shown.test(all);
    }

    /** Says whether datagrams of the way that the fault leaves alone, or of copies that it does, went as if there were none. */
    boolean isNotShownBy(Datagrams all) {
        return all.allArrivedOnce() && all.overtaking() == 0 && (this != DELAY || all.quickestMs() < DELAY_MS);
    }

    /** Returns whether netem can do it on the way out, beside others: Linux 6.1 duplicates only where netem is alone on a device. */
    boolean isForNetem() {
        return !List.of(DROP, LOSS_OF_EVERY_THIRD, DUPLICATE, DUPLICATE_OF_SOME).contains(this) && !isRejecting();
    }

    boolean isRejecting() {
        return REJECTING.contains(this);
    }

    /** Returns whether datagrams show the effect at all. */
    boolean isOnDatagrams() {
        return this != RESET;
    }

    /** Returns whether connections show the effect as well as the datagrams. */
    boolean isOnConnections() {
        return this == DELAY || isRejecting() || TAKING.contains(this);
    }

    /** Says whether a connection shows it that was asked for during the fault; milliseconds is how long it took, where it came to be. */
    boolean isShownBy(Connecting connection, int ways) {
        return TAKING.contains(this) ? connection.isPending()
            : this == DELAY ? connection.isMade() && connection.milliseconds() >= DELAY_MS * ways
            : connection.isRefused();
    }
}
