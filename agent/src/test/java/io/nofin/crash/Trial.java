package io.nofin.crash;

/**
 * A trial: the victim, and the moment at which it is killed.
 *
 * @param point  the number of the point at which nofin is killed, see {@link io.nofin.linux.CrashPoint}; 0 for none
 * @param millis after its start at which it is killed where there is no such point
 */
public record Trial(Victim victim, int point, long millis) {

    public static Trial at(Victim victim, int point) {
        return new Trial(victim, point, 0);
    }

    public static Trial after(Victim victim, long millis) {
        return new Trial(victim, 0, millis);
    }

    @Override
    public String toString() {
        return victim + (point > 0 ? " at point " + point : " after " + millis + " ms");
    }
}
