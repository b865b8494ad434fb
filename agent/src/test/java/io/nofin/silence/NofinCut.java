package io.nofin.silence;

import io.nofin.scenario.Direction;
import io.nofin.unit.IpFamily;
import java.io.Closeable;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The gated rules by which nofin cuts, everyone and everything behind the gate. */
record NofinCut(Tables tables, Direction direction) implements Cut {

    private static final int VOID = 60999;      // the queue nobody listens on

    @Override
    public Closeable apply(NearHost host) throws IOException {
        Shell.feed(host.namespace(), """
            create nofin-4 hash:net family inet timeout 60
            create nofin-6 hash:net family inet6 timeout 60
            """, "ipset", "restore");
        for (IpFamily family : IpFamily.values()) {
            Shell.feed(host.namespace(), rules(family), tables.restoreProgram(family), "--noflush", "-w");
        }
        Shell.feed(host.namespace(), """
            add nofin-4 0.0.0.0/1
            add nofin-4 128.0.0.0/1
            add nofin-6 ::/1
            add nofin-6 8000::/1
            """, "ipset", "restore");
        return () -> Shell.feed(host.namespace(), "flush nofin-4\nflush nofin-6\n", "ipset", "restore");
    }

    private String rules(IpFamily family) {
        String set = "-m set --match-set nofin-" + family.version();
        return """
            *mangle
            :NOFIN-OUT - [0:0]
            -I POSTROUTING -j NOFIN-OUT
            %1$s%2$sCOMMIT
            *raw
            :NOFIN-IN - [0:0]
            -I PREROUTING -j NOFIN-IN
            %3$s%4$sCOMMIT
            """.formatted(
                exempt(family, "-A NOFIN-OUT -o lo"),
                direction.includesOut() ? "-A NOFIN-OUT " + set + " dst -j NFQUEUE --queue-num " + VOID + "\n" : "",
                exempt(family, "-A NOFIN-IN -i lo"),
                direction.includesIn() ? "-A NOFIN-IN " + set + " src -j DROP\n" : "");
    }

    /** Loopback, and neighbour discovery (RFC 4861). */
    private static String exempt(IpFamily family, String loopback) {
        String chain = loopback.substring(0, loopback.lastIndexOf(" -"));
        return loopback + " -j RETURN\n" + (family == IpFamily.IPV4 ? "" : IntStream.rangeClosed(133, 137)
            .mapToObj(type -> chain + " -p icmpv6 --icmpv6-type " + type + " -j RETURN\n").collect(Collectors.joining()));
    }
}
