package io.nofin.api;

/**
 * The result of one check that {@code nofin doctor} makes.
 *
 * @param area    the area it belongs to, for example {@code kernel}
 * @param feature the feature that was tried
 * @param detail  what was seen, or why it does not work; may be empty when all is well
 * @param remedy  the way to get it; empty when all is well
 */
public record Finding(String area, String feature, State state, String detail, String remedy) {

    /** The states of a feature. */
    public enum State {
        OK,
        /** A part of nofin is unavailable or slower. */
        LIMITED,
        /** nofin cannot cut anything here. */
        MISSING
    }
}
