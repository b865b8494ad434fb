package io.nofin.bench;

import io.nofin.linux.NetworkNamespace;
import io.nofin.testing.Shell;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** TCP throughput by iperf3. Both ends end by themselves: the server serves once, and does not wait forever. */
final class Iperf {

    private static final int PATIENCE_SECONDS = 40;
    private static final Pattern RECEIVED = Pattern.compile("([\\d.]+) Gbits/sec\\s+receiver");

    private Iperf() {
    }

    /**
     * Returns the rate at which data arrives, in Gbit/s.
     *
     * @param address of the receiver
     * @param warm    seconds in front of those that count
     */
    static double gbits(NetworkNamespace from, NetworkNamespace to, String address, int seconds, int warm) throws Exception {
        Process server = to.call(() -> new ProcessBuilder("timeout", Integer.toString(PATIENCE_SECONDS), "iperf3", "-s", "-1",
            "-B", address).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
        try {
            Shell.in(to, "for i in $(seq 100); do ss -Hltn 'sport = 5201' | grep -q . && exit 0; sleep 0.02; done; exit 1");
            String report = Shell.in(from, "timeout " + PATIENCE_SECONDS + " iperf3 -f g -c " + address + " -t " + seconds
                + " -O " + warm);
            Matcher received = RECEIVED.matcher(report);
            if (!received.find()) {
                throw new IOException("iperf3 gave no figure: " + report);
            }
            server.waitFor();
            return Double.parseDouble(received.group(1));
        } finally {
            server.destroy();
        }
    }
}
