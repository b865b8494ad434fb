package io.nofin.testing;

import io.nofin.linux.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container that pings another one a hundred times a second, is cut from it by nofin, and restarts again and again: what gets
 * through is counted where it arrives. Closing it ends the cut and removes the containers. Not thread-safe.
 */
public final class Restarts implements AutoCloseable {

    private static final String NETWORK = "restarts";
    private static final String APP = "restarts-app";
    private static final String PEER = "restarts-peer";
    private static final String ADDRESS = "10.79.0.2";
    private static final String COUNTING = "-p icmp --icmp-type echo-request";
    private static final Pattern FOLLOWED =
        Pattern.compile("docker:" + APP + " started or moved: the faults have followed ([0-9.]+) (ms|s|us) after");

    private final DockerDaemon docker;
    private final NetworkNamespace peer;
    private final Nofin nofin;
    private final List<Long> leaked = new ArrayList<>();

    private Restarts(DockerDaemon docker, NetworkNamespace peer, Nofin nofin) {
        this.docker = docker;
        this.peer = peer;
        this.nofin = nofin;
    }

    /** Starts the containers and cuts them. */
    public static Restarts start(DockerDaemon docker, Path directory) throws IOException {
        docker.docker("network", "create", "--internal", "--subnet", "10.79.0.0/24", NETWORK);
        docker.container(PEER, "--network", NETWORK, "--ip", ADDRESS);
        docker.docker("run", "--detach", "--name", APP, "--network", NETWORK, DockerDaemon.IMAGE, "ping", "-q", "-i", "0.01", ADDRESS);
        NetworkNamespace peer = namespace(docker, PEER);
        Shell.in(peer, "iptables -t raw -A PREROUTING " + COUNTING);
        Nofin nofin = Nofin.startBeside(docker, directory, "drop", "--target", "docker:" + APP, "--peer", "docker:" + PEER, "--for", "5m");
        return new Restarts(docker, peer, nofin.awaitFiring());
    }

    /**
     * Restarts the container, and notes what got through until the fault had followed.
     *
     * @param leastMillis how long this takes at least
     */
    public void restart(long leastMillis) throws Exception {
        long before = arrived();
        long start = System.nanoTime();
        int known = followedMillis().size();
        docker.docker("restart", "--time", "0", APP);
        Wait.until("the fault has followed", () -> followedMillis().size() > known);
        leaked.add(arrived() - before);
        TimeUnit.NANOSECONDS.sleep(Math.max(0, TimeUnit.MILLISECONDS.toNanos(leastMillis) - (System.nanoTime() - start)));
    }

    /** Returns how many pings have arrived, since the beginning. */
    public long arrived() throws IOException {
        return Long.parseLong(Shell.in(peer, "iptables-save -t raw -c | sed -n 's/^\\[\\([0-9]*\\):.*icmp-type 8.*/\\1/p'").strip());
    }

    /** Returns how many pings arrived before the fault had followed, for each restart. */
    public List<Long> leaked() {
        return leaked;
    }

    /** Returns how long after the daemon's start event the fault was in force again, for each restart. */
    public List<Double> followedMillis() throws IOException {
        List<Double> millis = new ArrayList<>();
        Matcher followed = FOLLOWED.matcher(nofin.said());
        while (followed.find()) {
            double number = Double.parseDouble(followed.group(1));
            millis.add(switch (followed.group(2)) {
                case "s" -> number * 1_000;
                case "us" -> number / 1_000;
                default -> number;
            });
        }
        return millis;
    }

    /** Interrupts nofin and waits for its end. */
    public Nofin.Result heal() throws IOException {
        return nofin.signal("INT").await();
    }

    /** Returns nofin's lines in the packet filters and sets of both containers. */
    public List<String> traces() throws IOException {
        List<String> traces = new ArrayList<>();
        for (String container : List.of(APP, PEER)) {
            try (NetworkNamespace namespace = namespace(docker, container)) {
                Shell.in(namespace, "(ipset list -n; for b in nft legacy; do iptables-$b-save; ip6tables-$b-save; done) 2>/dev/null"
                    + " | grep -i nofin || true").lines().forEach(traces::add);
            }
        }
        return traces;
    }

    @Override
    public void close() {
        nofin.close();
        peer.close();
        docker.removeEverything();
    }

    private static NetworkNamespace namespace(DockerDaemon docker, String container) throws IOException {
        return NetworkNamespace.open(Path.of("/proc", docker.docker("inspect", "--format", "{{.State.Pid}}", container), "ns/net"));
    }
}
