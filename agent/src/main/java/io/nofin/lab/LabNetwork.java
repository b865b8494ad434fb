package io.nofin.lab;

import io.nofin.linux.IpFamilies;
import io.nofin.scenario.TargetSpec;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The addresses of a lab's hosts: the N-th has 10.77.0.N and fd00:77::N, with the same digits in both, from N = 1. They are known
 * before anything is built.
 *
 * @param names    the names of the hosts, in the order of the file
 * @param families the families of the hosts' addresses, IPv4 first
 */
public record LabNetwork(List<String> names, List<IpFamily> families) {

    /** The interfaces of every host. */
    public static final List<String> INTERFACES = List.of("lo", LabWiring.CABLE_END);

    private static final int IPV4_PREFIX_LENGTH = 24;
    private static final int IPV6_PREFIX_LENGTH = 64;

    private static final int MAX_HOSTS = 254;
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]{0,61}[A-Za-z0-9_])?");
    private static final String LOOPBACK = "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n";

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException when a name is no host name (RFC 1123, underscores allowed), or there are over 254
     */
    public LabNetwork {
        names = List.copyOf(names);
        families = List.copyOf(families);
        if (names.size() > MAX_HOSTS) {
            throw new IllegalArgumentException("a lab has at most " + MAX_HOSTS + " hosts: hosts=" + names.size());
        }
        for (String name : names) {
            if (!HOST_NAME.matcher(name).matches() || name.equals("localhost")) {
                throw new IllegalArgumentException("not a name for a lab host: '" + name
                    + "': use up to 63 letters, digits, hyphens, dots and underscores, and not localhost");
            }
        }
        if (names.stream().distinct().count() < names.size()) {
            throw new IllegalArgumentException("two lab hosts have the same name: names=" + names);
        }
    }

    /** Returns a network with the families that this kernel has. */
    public static LabNetwork of(Collection<String> names) {
        return new LabNetwork(List.copyOf(names), IpFamilies.ofKernel());
    }

    /**
     * Returns the addresses of a host, IPv4 first.
     *
     * @throws IllegalArgumentException when the lab has no such host
     */
    public List<IpNetwork> addresses(String name) {
        return families.stream().map(family -> IpNetwork.of(address(name, family))).toList();
    }

    /** Returns the shell commands that build the same network with named namespaces; run them as root, in this order. */
    public List<String> commands() {
        DryRunNetwork paper = new DryRunNetwork();
        try {
            new LabWiring(this).lay(paper);
        } catch (IOException e) {
            throw new UncheckedIOException("writing commands down does no input or output", e);
        }
        return paper.commands();
    }

    /** Returns the commands that remove what {@link #commands} built, newest first. */
    public List<String> removal() {
        List<String> namespaces = new ArrayList<>(names.stream().map(LabWiring::namespace).toList());
        namespaces.add(0, LabWiring.SWITCH);
        Collections.reverse(namespaces);
        return namespaces.stream().map(namespace -> "ip netns del " + namespace).toList();
    }

    /** Returns the path at which {@link #commands} creates a host's namespace. */
    public Path path(String name) {
        return new TargetSpec.Netns(LabWiring.namespace(name)).path();
    }

    InetAddress address(String name, IpFamily family) {
        return IpNetwork.parse((family == IpFamily.IPV4 ? "10.77.0." : "fd00:77::") + number(name)).address();
    }

    static int prefixLength(IpFamily family) {
        return family == IpFamily.IPV4 ? IPV4_PREFIX_LENGTH : IPV6_PREFIX_LENGTH;
    }

    /** Returns the place of a host in the file, from 1. */
    int number(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("the lab has no such host: host=" + name + ", hosts=" + names);
        }
        return index + 1;
    }

    /** Returns the text that the hosts see as {@code /etc/hosts}; see hosts(5). */
    String hostsFile() {
        return LOOPBACK + names.stream()
            .flatMap(name -> addresses(name).stream().map(address -> address + "\t" + name + "\n"))
            .collect(Collectors.joining());
    }
}
