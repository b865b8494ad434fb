package io.nofin.lab;

import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.route.Link;
import io.nofin.netlink.route.RouteRequest;
import io.nofin.netlink.route.RouteSocket;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Creates real namespaces, without names, and holds them: closing this gives them back to the kernel, which removes them with
 * everything in them once no process is left inside. Not thread-safe.
 */
final class KernelNetwork implements LabNetworkBuilder, AutoCloseable {

    private final Map<String, NetworkNamespace> namespaces = new LinkedHashMap<>();

    @Override
    public void addNamespace(String namespace) throws IOException {
        namespaces.put(namespace, NetworkNamespace.create());
    }

    @Override
    public int descriptor(String namespace) {
        return namespace(namespace).descriptor();
    }

    @Override
    public Link link(String namespace, String name) throws IOException {
        return namespace(namespace).call(() -> {
            try (RouteSocket route = RouteSocket.open()) {
                return route.link(name);
            }
        });
    }

    @Override
    public void execute(String namespace, RouteRequest request) throws IOException {
        namespace(namespace).call(() -> {
            try (RouteSocket route = RouteSocket.open()) {
                return route.execute(request);
            }
        });
    }

    NetworkNamespace namespace(String namespace) {
        return namespaces.get(namespace);
    }

    @Override
    public void close() {
        namespaces.values().forEach(NetworkNamespace::close);
    }
}
