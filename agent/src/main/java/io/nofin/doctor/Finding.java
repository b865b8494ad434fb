package io.nofin.doctor;

/**
 * What one check of {@link Doctor} found.
 *
 * @param area    what it belongs to, for example {@code kernel}
 * @param feature what was tried
 * @param detail  what was seen, or why it does not work; may be empty when all is well
 * @param remedy  what a person does to get it; empty when all is well
 */
public record Finding(String area, String feature, State state, String detail, String remedy) {

    /** How well it works. */
    public enum State {
        OK,
        /** A part of nofin is unavailable or slower. */
        LIMITED,
        /** nofin cannot cut anything here. */
        MISSING
    }
}
