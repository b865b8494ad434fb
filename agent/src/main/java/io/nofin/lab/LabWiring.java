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

    void lay(LabNetworkBuilder labNetworkBuilder) throws IOException {
        labNetworkBuilder.addNamespace(SWITCH);
        labNetworkBuilder.execute(SWITCH, new CreateBridge(BRIDGE));
        Link bridge = labNetworkBuilder.link(SWITCH, BRIDGE);
        labNetworkBuilder.execute(SWITCH, new SetLinkUp(bridge));
        for (String host : network.names()) {
            plugIn(labNetworkBuilder, host, bridge);
            configure(labNetworkBuilder, host);
        }
    }

    private void plugIn(LabNetworkBuilder labNetworkBuilder, String host, Link bridge) throws IOException {
        String namespace = namespace(host);
        String portName = "port" + network.number(host);
        labNetworkBuilder.addNamespace(namespace);
        labNetworkBuilder.execute(SWITCH, new CreateVeth(portName, CABLE_END, labNetworkBuilder.descriptor(namespace), namespace));
        Link port = labNetworkBuilder.link(SWITCH, portName);
        labNetworkBuilder.execute(SWITCH, new SetLinkMaster(port, bridge));
        labNetworkBuilder.execute(SWITCH, new SetLinkUp(port));
    }

    private void configure(LabNetworkBuilder labNetworkBuilder, String host) throws IOException {
        String namespace = namespace(host);
        Link eth0 = labNetworkBuilder.link(namespace, CABLE_END);
        labNetworkBuilder.execute(namespace, new SetLinkUp(labNetworkBuilder.link(namespace, LOOPBACK)));
        for (IpFamily family : network.families()) {
            labNetworkBuilder.execute(namespace, new AddAddress(eth0, network.address(host, family), LabNetwork.prefixLength(family)));
        }
        labNetworkBuilder.execute(namespace, new SetLinkUp(eth0));
    }
}
