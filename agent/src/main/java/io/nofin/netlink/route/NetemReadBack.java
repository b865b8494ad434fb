package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the netem that was requested with the one that the kernel reports: a kernel ignores an attribute that it does not know,
 * and acknowledges it.
 */
final class NetemReadBack {

    private static final List<String> QOPT = List.of("latency", "limit", "loss", "gap", "duplicate", "jitter");

    private static final long MOST_TICKS_NANOS = 0xFFFF_FFFFL * 64;     // 275 s

    /** The attributes and their names. Tables are left out, because no kernel reports them. */
    private static final Map<Integer, String> ATTRIBUTES = new TreeMap<>(Map.ofEntries(
        Map.entry(Netem.TCA_NETEM_CORR, "correlation"), Map.entry(Netem.TCA_NETEM_REORDER, "reorder"),
        Map.entry(Netem.TCA_NETEM_CORRUPT, "corrupt"), Map.entry(Netem.TCA_NETEM_LOSS, "loss model"),
        Map.entry(Netem.TCA_NETEM_RATE, "rate"), Map.entry(Netem.TCA_NETEM_ECN, "ecn"),
        Map.entry(Netem.TCA_NETEM_RATE64, "rate above 32 bits"), Map.entry(Netem.TCA_NETEM_LATENCY64, "delay in nanoseconds"),
        Map.entry(Netem.TCA_NETEM_JITTER64, "jitter in nanoseconds"), Map.entry(Netem.TCA_NETEM_SLOT, "slot"),
        Map.entry(Netem.TCA_NETEM_PRNG_SEED, "seed")));

    private NetemReadBack() {
    }

    /**
     * Returns the names of what the kernel did not take; most often there are none.
     *
     * @param told the payload of {@code TCA_OPTIONS} as a dump has it
     */
    static List<String> differences(Netem wanted, byte[] told) throws MalformedMessageException {
        WireWriter sent = new WireWriter();
        wanted.encodeOptions(sent);
        WireReader asked = new WireReader(sent.toByteArray());
        WireReader there = new WireReader(told);
        List<String> differences = new ArrayList<>();
        for (String field : QOPT) {
            if (asked.u32() != there.u32()) {
                differences.add(field);
            }
        }
        List<WireReader.Attribute> known = there.attributes();
        for (WireReader.Attribute attribute : asked.attributes()) {
            String name = ATTRIBUTES.get(attribute.type());
            if (name != null && !isThere(attribute, WireReader.find(known, attribute.type()))) {
                differences.add(name);
            }
        }
        return differences;
    }

    /**
     * Returns whether the kernel took an attribute. One that is all zeros need not be reported, except the seed, where 0 is a seed
     * too; before Linux 4.15 the fields in ticks do as well.
     */
    private static boolean isThere(WireReader.Attribute asked, Optional<WireReader.Attribute> told)
            throws MalformedMessageException {
        if (told.isPresent()) {
            return Arrays.equals(asked.payload(), told.get().payload());
        }
        return switch (asked.type()) {
            case Netem.TCA_NETEM_PRNG_SEED -> false;
            case Netem.TCA_NETEM_LATENCY64, Netem.TCA_NETEM_JITTER64 -> asked.reader().u64() <= MOST_TICKS_NANOS;
            default -> isZero(asked.payload());
        };
    }

    private static boolean isZero(byte[] bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }
}
