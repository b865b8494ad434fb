package io.nofin.plan;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Fires a fault in one namespace: puts the peers into the gate's sets.
 *
 * @param length the time after which the kernel closes the gate by itself, rounded up to whole seconds
 */
public record OpenGate(Gate gate, Duration length) implements GateMovement {

    @Override
    public String command() {
        StringBuilder text = new StringBuilder(host().inside("ipset restore -exist <<'END'\n"));
        for (IpFamily family : IpFamily.values()) {
            for (IpNetwork peer : gate.members(family)) {
                text.append("add ").append(gate.set(family).name()).append(' ').append(peer)
                    .append(" timeout ").append(timeoutSeconds()).append('\n');
            }
        }
        return text.append("END").toString();
    }

    @Override
    public List<NetlinkRequest> requests() {
        List<NetlinkRequest> requests = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            requests.addAll(gate.set(family).add(gate.members(family), timeoutSeconds()));
        }
        return requests;
    }

    private long timeoutSeconds() {
        return seconds(length);
    }

    /** Returns a length in seconds, the kernel's unit for timeouts, rounded up. */
    static long seconds(Duration length) {
        return length.plusSeconds(1).minusNanos(1).toSeconds();
    }
}
