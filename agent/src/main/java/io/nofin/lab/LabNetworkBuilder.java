package io.nofin.lab;

import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.RouteRequest;
import java.io.IOException;

/** The place where a lab is wired: the kernel, or a sheet of paper. Namespaces go by the names they have on paper. */
interface LabNetworkBuilder {

    void addNamespace(String namespace) throws IOException;

    /** Returns the descriptor by which requests name a namespace that was added. */
    int descriptor(String namespace);

    Link link(String namespace, String name) throws IOException;

    void execute(String namespace, RouteRequest request) throws IOException;
}
