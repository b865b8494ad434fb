package io.nofin.queue.effect;

import io.nofin.scenario.Corrupt;
import io.nofin.scenario.Duplicate;
import io.nofin.scenario.Reorder;
import io.nofin.scenario.Shaping;
import io.nofin.unit.Probability;
import java.util.Optional;

/**
 * Decides about the packets of one fault and direction what one netem would decide, in the order of {@code netem_enqueue()} in
 * net/sched/sch_netem.c: duplicate, lose, corrupt, drop what is over the limit, then delay. One thread decides; {@link #change} and
 * {@link #counts} may be called by any.
 */
public final class Shaper {

    /** The length of Ethernet's header, which netem counts and which lies below what the engine sees. */
    static final int LINK_HEADER_BYTES = 14;

    private enum Effect { LOSS, DUPLICATE, CORRUPT, DELAY, REORDER, SLOT }

    private final Dice[] dice = new Dice[Effect.values().length];
    private final Counters counters = new Counters();
    private volatile Shaping wanted;
    private Shaping shaping;
    private long packets;
    private int held;

    private Optional<LossProcess> loss = Optional.empty();
    private Optional<DelayDistribution> delay = Optional.empty();
    private Optional<Reordering> reordering = Optional.empty();
    private Optional<LinkRate> serialisation = Optional.empty();
    private Optional<Slots> slots = Optional.empty();
    private CorrelatedDice duplication;
    private CorrelatedDice corruption;
    private long duplicateProbability;
    private long corruptProbability;
    private boolean fixChecksum;
    private int limit;

    public Shaper(Shaping shaping, long seed) {
        for (Effect effect : Effect.values()) {
            dice[effect.ordinal()] = new Dice(Dice.seed(seed, effect.ordinal()));
        }
        this.wanted = shaping;
        adopt(shaping, 0);
    }

    /** Returns a seed for the n-th shaper of a common one. */
    public static long seed(long common, int n) {
        return Dice.seed(common, n);
    }

    /** Changes the shaping from the next packet on; those that are held go at the time they were given. */
    public void change(Shaping shaping) {
        wanted = shaping;
    }

    public Shaping shaping() {
        return wanted;
    }

    public LaneCounts counts() {
        return counters.read();
    }

    /** Notes that a packet has come through all shapers of its chain, and is held. */
    void entered() {
        held++;
    }

    /** Notes that a packet that was held has left the engine. */
    void left() {
        held--;
    }

    /** Notes that the engine had no room for a packet that was handed on. */
    public void overflowed() {
        counters.count(Fate.OVERFLOWED);
    }

    /** Notes that the kernel did not take a packet that was handed on. */
    public void refused(int errno) {
        counters.count(Undelivered.reason(errno));
    }

    /** Notes that a packet that was to go twice went once, because it could not be copied. */
    public void uncopied() {
        counters.count(Fate.UNCOPIED);
    }

    /** Notes that a large packet is decided about as one, though it stands for several, and it matters. */
    public void keptWhole() {
        counters.count(Fate.KEPT_WHOLE);
    }

    /**
     * Decides about one packet.
     *
     * @param bytes          the length from the IP header on
     * @param damageable     the part that corruption picks a bit from
     * @param outcomes       two outcomes, which are filled from the first
     * @return the number of outcomes: 0 when the packet is gone
     */
    int decide(long now, int bytes, boolean ecnCapable, Damageable damageable, ShapingDecision[] outcomes) {
        if (shaping != wanted) {
            adopt(wanted, now);
        }
        counters.seen(bytes);
        int copies = duplication.happens(duplicateProbability) ? 2 : 1;
        boolean marked = false;
        if (loses()) {
            if (shaping.ecn() && ecnCapable) {
                marked = true;
                counters.count(Fate.MARKED);
            } else {
                copies--;
                counters.count(Fate.LOST);
            }
        }
        if (copies == 0) {
            return 0;
        }
        int damage = damage(damageable);
        if (held >= limit) {
            counters.count(Fate.OVERLIMIT);
            return 0;
        }
        int count = 0;
        if (copies == 2 && decideOnCopy(now, bytes, marked, ecnCapable, damageable, outcomes[0])) {
            counters.count(Fate.DUPLICATED);
            count = 1;
        }
        handOn(now, bytes, marked, damage, outcomes[count]);
        return count + 1;
    }

    /** Decides about the copy of a duplicated packet, which netem sends through once more, without duplicating it again. */
    private boolean decideOnCopy(long now, int bytes, boolean alreadyMarked, boolean ecnCapable, Damageable damageable, ShapingDecision shapingDecision) {
        boolean marked = alreadyMarked;
        if (loses()) {
            if (!shaping.ecn() || !ecnCapable) {
                counters.count(Fate.LOST);
                return false;
            }
            marked = true;
        }
        int damage = damage(damageable);
        if (held >= limit) {
            counters.count(Fate.OVERLIMIT);
            return false;
        }
        handOn(now, bytes, marked, damage, shapingDecision);
        return true;
    }

    private boolean loses() {
        return loss.isPresent() && loss.get().loses(++packets);
    }

    private int damage(Damageable damageable) {
        if (!corruption.happens(corruptProbability)) {
            return Damage.NONE;
        }
        long where = dice(Effect.CORRUPT).draw();
        int bit = fixChecksum ? damageable.payloadBit(where) : damageable.bit(where);
        if (bit == Damage.NONE) {
            return Damage.NONE;
        }
        counters.count(Fate.CORRUPTED);
        return Damage.of(bit, fixChecksum);
    }

    private void handOn(long now, int bytes, boolean marked, int damage, ShapingDecision shapingDecision) {
        counters.count(Fate.PASSED);
        shapingDecision.due = Math.max(now, due(now, bytes + LINK_HEADER_BYTES));
        shapingDecision.marked = marked;
        shapingDecision.damage = damage;
        if (shapingDecision.due > now) {
            counters.count(Fate.DELAYED);
        }
    }

    private long due(long now, int bytes) {
        if (reordering.isPresent() && reordering.get().goesAhead()) {
            counters.count(Fate.REORDERED);
            return now;
        }
        long due = delay.isPresent() ? now + delay.get().nextNanos() : now;
        if (serialisation.isPresent()) {
            due = serialisation.get().sent(due, bytes);
        }
        return slots.isPresent() ? slots.get().goes(Math.max(now, due), bytes) : due;
    }

    private void adopt(Shaping other, long now) {
        Optional<Shaping> before = Optional.ofNullable(shaping);
        shaping = other;
        loss = other.loss().map(asked -> LossProcess.of(asked, dice(Effect.LOSS), loss));
        delay = other.delay().map(asked ->
            new DelayDistribution(asked.time(), asked.jitter(), asked.correlation(), asked.distribution(), dice(Effect.DELAY)));
        serialisation = other.rate().map(asked ->
            new LinkRate(asked, serialisation.map(LinkRate::freeAt).orElse(Long.MIN_VALUE / 2)));
        if (!before.map(Shaping::reorder).equals(Optional.of(other.reorder()))) {
            reordering = other.reorder().map(asked -> new Reordering(asked, dice(Effect.REORDER)));
        }
        if (!before.map(Shaping::slot).equals(Optional.of(other.slot()))) {
            slots = other.slot().map(asked -> new Slots(asked, dice(Effect.SLOT), now));
        }
        duplication = new CorrelatedDice(dice(Effect.DUPLICATE), other.duplicate().map(Duplicate::correlation).orElse(Probability.ZERO));
        duplicateProbability = other.duplicate().map(Duplicate::probability).map(CorrelatedDice::u32).orElse(0L);
        corruption = new CorrelatedDice(dice(Effect.CORRUPT), other.corrupt().map(Corrupt::correlation).orElse(Probability.ZERO));
        corruptProbability = other.corrupt().map(Corrupt::probability).map(CorrelatedDice::u32).orElse(0L);
        fixChecksum = other.corrupt().map(Corrupt::fixChecksum).orElse(false);
        limit = other.limit();
    }

    private Dice dice(Effect effect) {
        return dice[effect.ordinal()];
    }
}
