package io.nofin.queue.effect;

/** A shaper's decision about one copy of a packet. It is written over for each packet, so that deciding leaves no garbage. */
final class ShapingDecision {

    /** The time when the copy goes. */
    long due;
    boolean marked;
    /** The index of a bit of the damageable part, or {@link Damage#NONE}. */
    int damage;
}
