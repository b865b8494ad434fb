package io.nofin.report;

import io.nofin.inject.GateCount;
import io.nofin.plan.HostRef;
import io.nofin.run.RunResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;

/** Numbers as a person reads them: three digits are enough. */
public final class Quantities {

    private static final String AD_HOC = "ad-hoc";

    private Quantities() {
    }

    public static String packets(long number) {
        return count(number, "packet");
    }

    /** Returns how much met a fault in one direction. */
    static String matched(GateCount count) {
        return packets(count.packets()) + ", " + bytes(count.bytes()) + count.chosen().map(chosen ->
            ", " + chosen.hit() + " of " + count(chosen.hit() + chosen.spared(), "connection")).orElse("");
    }

    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Returns a number of bytes in SI units, powers of a thousand. */
    public static String bytes(long number) {
        return number < 1_000 ? number + " B"
            : number < 999_500 ? rounded(number / 1e3) + " kB"
            : number < 999_500_000 ? rounded(number / 1e6) + " MB" : rounded(number / 1e9) + " GB";
    }

    public static String duration(Duration duration) {
        double nanos = duration.toNanos();
        return nanos < 999.5e3 ? Math.round(nanos / 1e3) + " us"
            : nanos < 999.5e6 ? rounded(nanos / 1e6) + " ms" : rounded(nanos / 1e9) + " s";
    }

    /** Returns a moment of a run, to a hundredth of a second: {@code 2 s}, {@code 13.39 s}. */
    static String moment(Duration at) {
        return BigDecimal.valueOf(Math.round(at.toNanos() / 1e7), 2).stripTrailingZeros().toPlainString() + " s";
    }

    /** Returns the host's name for a person: as it was typed if the run is of one fault without a file, else as in the scenario. */
    static String host(RunResult result, HostRef host) {
        return result.scenario().equals(AD_HOC) ? host.origin() : host.label();
    }

    /**
     * Returns a ratio as a percentage.
     *
     * @param ratio 0 to 1
     */
    public static String percent(double ratio) {
        return rounded(ratio * 100) + "%";
    }

    /** Returns a rate in SI units. */
    public static String bits(double perSecond) {
        return perSecond < 999.5 ? rounded(perSecond) + " bit/s"
            : perSecond < 999.5e3 ? rounded(perSecond / 1e3) + " kbit/s"
            : perSecond < 999.5e6 ? rounded(perSecond / 1e6) + " Mbit/s" : rounded(perSecond / 1e9) + " Gbit/s";
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f", value);
    }
}
