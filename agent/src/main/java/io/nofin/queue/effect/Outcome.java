package io.nofin.queue.effect;

/** What a shaper decided about one copy of a packet. Written over again and again, so that deciding leaves no garbage. */
final class Outcome {

    /** When it goes. */
    long due;
    boolean marked;
    /** A bit of the damageable part, or {@link Damage#NONE}. */
    int damage;
}
