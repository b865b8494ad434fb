package io.nofin.silence;

import io.nofin.firewall.BackEnd;
import io.nofin.unit.IpFamily;
import java.io.Closeable;
import java.io.IOException;

/** The cut that everybody tries first, and that the sender notices: a drop in the chain OUTPUT. */
record PlainOutputDrop(BackEnd backEnd) implements Cut {

    @Override
    public Closeable apply(NearHost host) throws IOException {
        change(host, "-I");
        return () -> change(host, "-D");
    }

    /** Neighbour discovery is spared, so that whatever the sender notices comes from the drop itself. */
    private void change(NearHost host, String command) throws IOException {
        for (IpFamily family : IpFamily.values()) {
            Shell.feed(host.namespace(), """
                *filter
                %1$s OUTPUT -p tcp -j DROP
                %1$s OUTPUT -p udp -j DROP
                COMMIT
                """.formatted(command), backEnd.restoreProgram(family), "--noflush", "-w");
        }
    }
}
