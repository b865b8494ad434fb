package io.nofin.scenario;

import io.nofin.unit.IpNetwork;

/** The other end of a fault. */
public sealed interface Peer {

    /** All addresses of a target of the same scenario. */
    record Target(String name) implements Peer {
        @Override
        public String toString() {
            return name;
        }
    }

    /** An address or a CIDR. */
    record Network(IpNetwork network) implements Peer {
        @Override
        public String toString() {
            return network.toString();
        }
    }

    /** All A and AAAA records of a name, as the agent's own resolver knows them. */
    record HostName(String name) implements Peer {
        @Override
        public String toString() {
            return name;
        }
    }
}
