package io.nofin.run;

import io.nofin.dns.QuestionPort;
import io.nofin.linux.HostNetwork;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.Exemption;
import io.nofin.scenario.Scenario;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ports that name servers are asked from while a run goes on, one in each namespace that gets rules. The rules leave them alone, so that a
 * question that is on its way when a fault fires counts as nobody's packet. Not thread-safe.
 */
final class QuestionPorts implements AutoCloseable {

    private final boolean asks;
    private final Map<NetworkNamespace.Id, QuestionPort> ports = new HashMap<>();

    private QuestionPorts(boolean asks) {
        this.asks = asks;
    }

    /** Creates ports of no namespace yet; there will be none where no peer of the scenario is a host name. */
    static QuestionPorts of(Scenario scenario) {
        return new QuestionPorts(scenario.selections().values().stream().anyMatch(fault -> !PeerNames.names(fault).isEmpty()));
    }

    /** Takes a port in a namespace, and returns what no fault may touch for its sake. The C library asks from the host's own, by any port. */
    List<Exemption> take(NetworkNamespace namespace) throws IOException {
        if (!asks || namespace.id().equals(NetworkNamespace.Id.of(HostNetwork.path()))) {
            return List.of();
        }
        if (!ports.containsKey(namespace.id())) {
            ports.put(namespace.id(), namespace.call(QuestionPort::take));
        }
        return List.of(new Exemption.LocalPort(ports.get(namespace.id()).number()));
    }

    /** Returns what no fault will touch in a namespace that will be made. */
    List<Exemption> foreseen() {
        return asks ? List.of(new Exemption.LocalPort(QuestionPort.FAVOURITE)) : List.of();
    }

    Optional<QuestionPort> of(NetworkNamespace namespace) {
        return Optional.ofNullable(ports.get(namespace.id()));
    }

    void giveBackAllBut(Collection<NetworkNamespace> present) {
        ports.entrySet().removeIf(port -> {
            boolean isGone = present.stream().noneMatch(namespace -> namespace.id().equals(port.getKey()));
            if (isGone) {
                port.getValue().close();
            }
            return isGone;
        });
    }

    @Override
    public void close() {
        giveBackAllBut(List.of());
    }
}
