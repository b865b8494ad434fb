package io.nofin.lab;

import io.nofin.scenario.LabHost;
import io.nofin.target.TargetHost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Hosts that nofin builds itself, each with {@code eth0} on one bridge, in namespaces that have no name and are held by descriptors
 * of this process alone: whatever ends the process, SIGKILL included, ends the lab, and no part of it is ever seen in the machine's
 * own namespace. Closing it ends commands, echo servers and namespaces; closing twice is fine.
 *
 * <p>Commands see each other's names in {@code /etc/hosts}, and every process of theirs ends with the lab.
 */
public final class Lab implements AutoCloseable {

    /** The longest wait for a host's {@code wait-for} port: brokers take ten seconds and more on a busy machine. */
    static final Duration WAIT_FOR = Duration.ofSeconds(60);

    private final LabNetwork network;
    private final KernelNetwork ground = new KernelNetwork();
    private final Map<String, RunningLabHost> members = new LinkedHashMap<>();

    private Lab(LabNetwork network) {
        this.network = network;
    }

    /**
     * Wires the network, starts echo servers and commands in the order of the map, and waits for the hosts' {@code wait-for} ports.
     *
     * @throws IOException when any of that fails; nothing is left then
     */
    public static Lab build(Map<String, LabHost> hosts) throws IOException {
        return build(hosts, WAIT_FOR);
    }

    static Lab build(Map<String, LabHost> hosts, Duration waitFor) throws IOException {
        Lab lab = new Lab(LabNetwork.of(hosts.keySet()));
        try {
            lab.raise(hosts, waitFor);
            return lab;
        } catch (IOException | RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    /** Returns the hosts as targets, in the order they were given. The lab closes their namespaces. */
    public List<TargetHost> hosts() {
        return members.values().stream().map(RunningLabHost::target).toList();
    }

    /**
     * Returns a host as a target.
     *
     * @throws IllegalArgumentException when the lab has no such host
     */
    public TargetHost host(String name) {
        return member(name).target();
    }

    /** Starts an echo server (RFC 862), over TCP and UDP, on an existing host; it ends with the lab. */
    public void echo(String host, int port) throws IOException {
        member(host).echo(port);
    }

    /**
     * Starts another command on an existing host. Killing the process kills everything that it started, and so does the end of the
     * lab; standard error comes with standard output. A command that fails is no {@linkplain #failures failure} of the lab.
     */
    public Process launch(String host, List<String> command) throws IOException {
        return member(host).launch(command, network.hostsFile());
    }

    /** Returns the commands that have ended by themselves with an error so far; after closing, those until then. */
    public List<LabFailure> failures() {
        return members.values().stream().map(RunningLabHost::failure).flatMap(Optional::stream).toList();
    }

    /** Returns the {@link LabNetwork#commands}. */
    public List<String> commands() {
        return network.commands();
    }

    @Override
    public void close() {
        List<RunningLabHost> newestFirst = new ArrayList<>(members.values());
        Collections.reverse(newestFirst);
        newestFirst.forEach(RunningLabHost::close);
        ground.close();
    }

    private RunningLabHost member(String name) {
        return Optional.ofNullable(members.get(name)).orElseThrow(() ->
            new IllegalArgumentException("the lab has no such host: host=" + name + ", hosts=" + members.keySet()));
    }

    private void raise(Map<String, LabHost> hosts, Duration waitFor) throws IOException {
        new LabWiring(network).lay(ground);
        for (String name : network.names()) {
            members.put(name, new RunningLabHost(name, hosts.get(name), ground.namespace(LabWiring.namespace(name))));
        }
        for (RunningLabHost member : members.values()) {
            member.start(network.hostsFile());
        }
        for (RunningLabHost member : members.values()) {
            member.awaitListening(waitFor);
        }
    }
}
