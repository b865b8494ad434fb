package io.nofin.queue;

/**
 * The packets that passed while a step waited for one of them. Each number counts those that the ones before it leave.
 *
 * @param selected   the packets that the selector and the gate let through to nofin
 * @param inState    those with the wanted flags, and at the wanted place of their connection
 * @param withData   those with a payload, where one is wanted
 * @param containing those whose payload contains what is wanted
 * @param fresh      those that were not sent before
 */
public record TriggerCounts(long selected, long inState, long withData, long containing, long fresh) {

    /** The counts before the first packet. */
    public static final TriggerCounts NONE = new TriggerCounts(0, 0, 0, 0, 0);

    /** Returns the sum of both. */
    public TriggerCounts plus(TriggerCounts other) {
        return new TriggerCounts(selected + other.selected, inState + other.inState, withData + other.withData, containing + other.containing, fresh + other.fresh);
    }
}
