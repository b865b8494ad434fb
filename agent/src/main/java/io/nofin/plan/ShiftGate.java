package io.nofin.plan;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves an open gate to other peers. New ones go in before old ones go out, so that peers in both never notice.
 *
 * @param from   the gate as the kernel has it
 * @param to     the gate of the same fault in the same namespace, with other peers
 * @param length the time after which the kernel removes the new peers by itself, rounded up to whole seconds
 */
public record ShiftGate(Gate from, Gate to, Duration length) implements GateMovement {

    public ShiftGate {
        if (from.number() != to.number() || !from.run().equals(to.run())) {
            throw new IllegalArgumentException("not the same gate: from=" + from.fault() + ", to=" + to.fault());
        }
    }

    @Override
    public Gate gate() {
        return to;
    }

    @Override
    public String command() {
        StringBuilder text = new StringBuilder(host().inside("ipset restore -exist <<'END'\n"));
        for (IpFamily family : IpFamily.values()) {
            String set = to.set(family).name();
            for (IpNetwork peer : without(to, from, family)) {
                text.append("add ").append(set).append(' ').append(peer).append(" timeout ").append(OpenGate.seconds(length)).append('\n');
            }
            without(from, to, family).forEach(peer -> text.append("del ").append(set).append(' ').append(peer).append('\n'));
        }
        return text.append("END").toString();
    }

    @Override
    public List<NetlinkRequest> requests() {
        List<NetlinkRequest> requests = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            requests.addAll(to.set(family).add(without(to, from, family), OpenGate.seconds(length)));
            requests.addAll(to.set(family).delete(without(from, to, family)));
        }
        return requests;
    }

    private static List<IpNetwork> without(Gate gate, Gate others, IpFamily family) {
        return gate.members(family).stream().filter(peer -> !others.members(family).contains(peer)).toList();
    }
}
