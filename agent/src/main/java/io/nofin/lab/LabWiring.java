package io.nofin.lab;

import io.nofin.netlink.route.AddAddress;
import io.nofin.netlink.route.CreateBridge;
import io.nofin.netlink.route.CreateVeth;
import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.SetLinkMaster;
import io.nofin.netlink.route.SetLinkUp;
import io.nofin.unit.IpFamily;
import java.io.IOException;

/**
 * The steps, in order, that make a lab's network.
 *
 * <pre>
 *   nofin-lab-client        nofin-lab         nofin-lab-server
 *   |  lo   eth0 | ------ | port1    |
 *                         |     br0  |
 *                         |    port2 | ------ | eth0   lo  |
 * </pre>
 */
record LabWiring(LabNetwork network) {

    static final String SWITCH = "nofin-lab";
    private static final String BRIDGE = "br0";
    static final String CABLE_END = "eth0";
    private static final String LOOPBACK = "lo";

    /** Returns the name of a host's namespace on paper. */
    static String namespace(String host) {
        return SWITCH + "-" + host;
    }

    void lay(Ground ground) throws IOException {
        ground.addNamespace(SWITCH);
        ground.execute(SWITCH, new CreateBridge(BRIDGE));
        Link bridge = ground.link(SWITCH, BRIDGE);
        ground.execute(SWITCH, new SetLinkUp(bridge));
        for (String host : network.names()) {
            plugIn(ground, host, bridge);
            configure(ground, host);
        }
    }

    private void plugIn(Ground ground, String host, Link bridge) throws IOException {
        String namespace = namespace(host);
        String portName = "port" + network.number(host);
        ground.addNamespace(namespace);
        ground.execute(SWITCH, new CreateVeth(portName, CABLE_END, ground.descriptor(namespace), namespace));
        Link port = ground.link(SWITCH, portName);
        ground.execute(SWITCH, new SetLinkMaster(port, bridge));
        ground.execute(SWITCH, new SetLinkUp(port));
    }

    private void configure(Ground ground, String host) throws IOException {
        String namespace = namespace(host);
        Link eth0 = ground.link(namespace, CABLE_END);
        ground.execute(namespace, new SetLinkUp(ground.link(namespace, LOOPBACK)));
        for (IpFamily family : network.families()) {
            ground.execute(namespace, new AddAddress(eth0, network.address(host, family), LabNetwork.prefixLength(family)));
        }
        ground.execute(namespace, new SetLinkUp(eth0));
    }
}
