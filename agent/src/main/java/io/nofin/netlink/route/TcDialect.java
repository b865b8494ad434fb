package io.nofin.netlink.route;

import io.nofin.netlink.MalformedMessageException;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import io.nofin.netlink.WireWriter;
import java.util.Map;
import java.util.Set;

/**
 * Corrects what the kernel reports in another form than it accepts: the options of some kinds have counters in them, or flags that it
 * refuses in requests.
 */
final class TcDialect {

    private static final int TCA_HTB_INIT = 2;
    private static final int HTB_VERSION_SHIFT = 16;        // reported as HTB_VER, 0x30011, and requested as 3
    private static final int SFQ_LIMIT = 8;                 // offset of limit in struct tc_sfq_qopt
    private static final int SFQ_DEFAULT_FLOWS = 128;
    private static final int TCA_U32_DIVISOR = 4;
    private static final int TCA_U32_PCNT = 9;
    private static final int U32_ROOT_TABLE = 0x800;
    private static final int WRITABLE_FLAGS = 0x3;          // TCA_CLS_FLAGS_SKIP_HW | TCA_CLS_FLAGS_SKIP_SW

    /** The classifiers with TCA_CLS_FLAGS_, and the number of that attribute in each. */
    private static final Map<String, Integer> FLAGS = Map.of("u32", 11, "matchall", 3, "bpf", 9, "flower", 22);

    /**
     * The qdiscs with active queue management by CoDel, and their attributes in units of 1024 ns, which the kernel reports in
     * microseconds, rounded down.
     */
    private static final Map<String, Set<Integer>> CODEL_TIMES = Map.of("codel", Set.of(1, 3, 5), "fq_codel", Set.of(1, 3, 7));

    private TcDialect() {
    }

    /**
     * Returns whether the kernel made the object along with others: the head of a filter list, and the table that u32 starts with.
     */
    static boolean isMadeByKernel(TcObject object) throws MalformedMessageException {
        if (object.type() != TcMessage.RTM_NEWTFILTER) {
            return false;
        }
        if (object.attribute(TcMessage.TCA_OPTIONS).isEmpty()) {
            return true;
        }
        return object.kind().equals("u32") && object.handle().major() >>> 4 >= U32_ROOT_TABLE
            && WireReader.find(new WireReader(object.options()).attributes(), TCA_U32_DIVISOR).isPresent();
    }

    /** Returns the options in a form that the kernel accepts, and in which two objects that do the same are equal. */
    static byte[] asTold(TcObject object, byte[] options) {
        try {
            return switch (object.kind()) {
                case "htb" -> object.type() == TcMessage.RTM_NEWQDISC ? rewritten(object, options) : options;
                case "sfq" -> sfqDefaults(options);
                case "codel", "fq_codel", "u32", "matchall", "bpf", "flower" -> rewritten(object, options);
                default -> options;
            };
        } catch (MalformedMessageException e) {
            throw new IllegalArgumentException("cannot read the options of " + object, e);
        }
    }

    private static byte[] rewritten(TcObject object, byte[] options) throws MalformedMessageException {
        WireWriter out = new WireWriter();
        for (Attribute attribute : new WireReader(options).attributes()) {
            byte[] payload = attribute.payload();
            if (object.kind().equals("u32") && attribute.type() == TCA_U32_PCNT) {
                continue;
            }
            if (object.kind().equals("htb") && attribute.type() == TCA_HTB_INIT) {
                payload = htbGlobal(attribute.reader());
            } else if (CODEL_TIMES.getOrDefault(object.kind(), Set.of()).contains(attribute.type())) {
                payload = new WireWriter().u32(codelMicros(attribute.reader().u32())).toByteArray();
            } else if (Integer.valueOf(attribute.type()).equals(FLAGS.get(object.kind()))) {
                payload = new WireWriter().u32(attribute.reader().u32() & WRITABLE_FLAGS).toByteArray();
            }
            byte[] written = payload;
            out.attribute(attribute.type(), value -> value.bytes(written));
        }
        return out.toByteArray();
    }

    /** Returns {@code struct tc_htb_glob} of linux/pkt_sched.h. */
    private static byte[] htbGlobal(WireReader told) throws MalformedMessageException {
        long version = told.u32();
        return new WireWriter()
            .u32(version >>> HTB_VERSION_SHIFT)                 // version
            .u32(told.u32())                                    // rate2quantum
            .u32(told.u32())                                    // defcls
            .u32(told.u32())                                    // debug
            .u32(0)                                             // direct_pkts, a counter
            .toByteArray();
    }

    /**
     * Returns {@code struct tc_sfq_qopt}. The default of 128 flows is one more than can be requested, and lasts only while no limit
     * was requested either; 0 leaves both.
     */
    private static byte[] sfqDefaults(byte[] options) throws MalformedMessageException {
        WireReader told = new WireReader(options);
        byte[] before = told.bytes(SFQ_LIMIT);
        long limit = told.u32();
        long divisor = told.u32();
        long flows = told.u32();
        boolean chosen = flows != SFQ_DEFAULT_FLOWS;
        return new WireWriter().bytes(before)                   // quantum, perturb_period
            .u32(chosen ? limit : 0)                            // limit
            .u32(divisor)                                       // divisor
            .u32(chosen ? flows : 0)                            // flows
            .bytes(told.bytes(told.remaining()))
            .toByteArray();
    }

    /** Returns the value to request so that the kernel, which rounds it down, reports this many microseconds; see codel_time_to_us() in net/codel.h. */
    private static long codelMicros(long told) {
        long micros = told;
        while (micros * 1_000 / 1_024 * 1_024 / 1_000 < told) {
            micros++;
        }
        return micros;
    }
}
