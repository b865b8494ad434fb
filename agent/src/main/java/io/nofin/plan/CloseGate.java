package io.nofin.plan;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.unit.IpFamily;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Heals a fault in one namespace: empties the gate's sets. */
public record CloseGate(Gate gate) implements GateMovement {

    @Override
    public String command() {
        return Stream.of(IpFamily.values()).map(family -> host().inside("ipset flush " + gate.set(family).name()))
            .collect(Collectors.joining("\n"));
    }

    @Override
    public List<NetlinkRequest> requests() {
        return Stream.of(IpFamily.values()).map(family -> gate.set(family).flush()).toList();
    }
}
