package io.nofin.silence;

import io.nofin.firewall.BackEnd;
import io.nofin.unit.IpFamily;
import java.io.Closeable;
import java.io.IOException;

/** Drops all that comes in over IPv6, the router's neighbour advertisements too, and so tells the host that the router is gone. */
record PlainInputDrop(BackEnd backEnd) implements Cut {

    @Override
    public Closeable apply(NearHost host) throws IOException {
        change(host, "-I");
        return () -> change(host, "-D");
    }

    private void change(NearHost host, String command) throws IOException {
        Shell.feed(host.namespace(), "*raw\n" + command + " PREROUTING -i eth0 -j DROP\nCOMMIT\n",
            backEnd.restoreProgram(IpFamily.IPV6), "--noflush", "-w");
    }
}
