package io.nofin.junit;

import io.nofin.scenario.Peer;
import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetNotation;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.IpNetwork;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Converts what tests pass as a target or a peer. */
final class TargetConverter {

    /** Methods that return a container's id, those of Testcontainers and of others. */
    private static final List<String> CONTAINER_ID = List.of("getContainerId", "containerId");

    /** A peer, and its target where it is one. */
    record ConvertedPeer(Peer peer, Optional<FaultTarget> target) {

        static ConvertedPeer of(Peer peer) {
            return new ConvertedPeer(peer, Optional.empty());
        }
    }

    private TargetConverter() {
    }

    static FaultTarget target(Object thing) {
        return tryTarget(thing).orElseThrow(() -> new IllegalArgumentException("not a target: " + words(thing)
            + ": give a container (anything that has getContainerId()), a host of a lab, a process or its number, the path of a network"
            + " namespace, or the notation of the command line: " + TargetKind.NOTATIONS));
    }

    /** Converts an address, a CIDR, a host name, or anything that can be a target. */
    static ConvertedPeer peer(Object thing) {
        if (thing instanceof InetAddress address) {
            return ConvertedPeer.of(new Peer.Network(IpNetwork.of(address)));
        }
        if (thing instanceof InetSocketAddress address && !address.isUnresolved()) {
            throw new IllegalArgumentException("a peer has no port: " + address + ": write peers(...) with its address, and ports("
                + address.getPort() + ")");
        }
        Optional<FaultTarget> target = tryTarget(thing);
        if (target.isPresent()) {
            return new ConvertedPeer(new Peer.Target(target.get().name()), target);
        }
        if (thing instanceof String text) {
            return ConvertedPeer.of(IpNetwork.tryParse(text).<Peer>map(Peer.Network::new).orElseGet(() -> new Peer.HostName(text)));
        }
        throw new IllegalArgumentException("not a peer: " + words(thing) + ": give a target, an address, a CIDR or a host name");
    }

    static Optional<FaultTarget> tryTarget(Object thing) {
        if (thing instanceof FaultTarget target) {
            return Optional.of(target);
        } else if (thing instanceof TestHost host) {
            return Optional.of(host.target());
        } else if (thing instanceof String text) {
            return TargetNotation.tryParse(text).map(FaultTarget::of);
        } else if (thing instanceof Process process) {
            return Optional.of(FaultTarget.of(new TargetSpec.Pid(process.pid())));
        } else if (thing instanceof ProcessHandle process) {
            return Optional.of(FaultTarget.of(new TargetSpec.Pid(process.pid())));
        } else if (thing instanceof Long || thing instanceof Integer) {
            return Optional.of(FaultTarget.of(new TargetSpec.Pid(((Number) thing).longValue())));
        } else if (thing instanceof Path path) {
            return Optional.of(FaultTarget.of(new TargetSpec.Netns(path.toAbsolutePath().toString())));
        }
        return thing == null ? Optional.empty() : containerId(thing).map(FaultTarget::container);
    }

    private static Optional<String> containerId(Object thing) {
        for (String name : CONTAINER_ID) {
            try {
                Method method = thing.getClass().getMethod(name);
                if (method.getReturnType() == String.class && method.trySetAccessible()) {
                    Object id = method.invoke(thing);
                    if (id == null) {
                        throw new IllegalArgumentException("the container has not been started: " + words(thing));
                    }
                    return Optional.of((String) id);
                }
            } catch (NoSuchMethodException e) {
                // the next name may work
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalArgumentException("asking " + words(thing) + " for its container id failed: " + e.getCause(), e);
            }
        }
        return Optional.empty();
    }

    private static String words(Object thing) {
        return thing == null ? "null" : thing instanceof String ? "'" + thing + "'" : thing.getClass().getName();
    }
}
