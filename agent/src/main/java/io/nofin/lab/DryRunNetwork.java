package io.nofin.lab;

import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.RouteRequest;
import java.util.ArrayList;
import java.util.List;

/** Records the equivalent commands. */
final class DryRunNetwork implements LabNetworkBuilder {

    private static final String IP = "ip ";
    private static final int UNKNOWN = 0;

    private final List<String> commands = new ArrayList<>();

    @Override
    public void addNamespace(String namespace) {
        commands.add("ip netns add " + namespace);
    }

    @Override
    public int descriptor(String namespace) {
        return UNKNOWN;
    }

    @Override
    public Link link(String namespace, String name) {
        return new Link(UNKNOWN, name, false, false);
    }

    @Override
    public void execute(String namespace, RouteRequest request) {
        commands.add("ip -n " + namespace + " " + request.command().substring(IP.length()));
    }

    List<String> commands() {
        return List.copyOf(commands);
    }
}
