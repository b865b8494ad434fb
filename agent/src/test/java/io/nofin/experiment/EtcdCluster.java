package io.nofin.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.junit.TestHost;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A real etcd of one or more members, a lab host each, and etcdctl on another host. Closing it ends it. */
final class EtcdCluster implements AutoCloseable {

    static final int PORT = 2379;

    private final List<Server> members = new ArrayList<>();
    private final TestHost client;

    private EtcdCluster(TestHost client) {
        this.client = client;
    }

    /** Starts a cluster, and returns when a leader is elected. */
    static EtcdCluster start(List<TestHost> hosts, TestHost client) throws Exception {
        EtcdCluster cluster = new EtcdCluster(client);
        try {
            String all = hosts.stream().map(host -> host + "=http://" + host + ":2380").collect(Collectors.joining(","));
            for (TestHost host : hosts) {
                cluster.members.add(Server.start(host, PORT, command(host.name(), all)));
            }
            Wait.until("there is a leader", () -> cluster.leader().isPresent());
            return cluster;
        } catch (Throwable e) {
            cluster.close();
            throw e;
        }
    }

    /** Returns the member that says that it leads, of those that can be asked. */
    Optional<TestHost> leader() throws Exception {
        for (Server member : members) {
            if (leads(member.host())) {
                return Optional.of(member.host());
            }
        }
        return Optional.empty();
    }

    boolean leads(TestHost member) throws Exception {
        TestHost.Ended status = etcdctl(member, "endpoint", "status", "--write-out=json");
        if (status.status() != 0) {
            return false;
        }
        JsonNode known = new ObjectMapper().readTree(status.output().substring(status.output().indexOf('['))).get(0).get("Status");
        return known.path("leader").asLong() == known.get("header").get("member_id").asLong();     // it names none when it knows of none
    }

    /** Writes through a member that can, once, however long that takes on a busy machine. */
    void put(TestHost member, String key, String value) throws Exception {
        TestHost.Ended put = etcdctl("60s", member, "put", key, value);
        assertEquals(0, put.status(), member + ": " + put.output());
    }

    /** Returns whether a write through one member was done within a second. */
    boolean puts(TestHost member, String key, String value) throws Exception {
        return etcdctl(member, "put", key, value).status() == 0;
    }

    /** Returns a value as a majority has it, asked through one member; empty where that member reaches no majority. */
    Optional<String> get(TestHost member, String key) throws Exception {
        TestHost.Ended got = etcdctl(member, "get", key, "--print-value-only");
        return got.status() == 0 ? Optional.of(got.output().strip()) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        for (Server member : members) {
            member.close();
        }
    }

    private TestHost.Ended etcdctl(TestHost member, String... words) throws Exception {
        return etcdctl("1s", member, words);
    }

    private TestHost.Ended etcdctl(String limit, TestHost member, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "ETCDCTL_API=3", "etcdctl",
            "--endpoints=http://" + member.address().getHostAddress() + ":" + PORT, "--command-timeout=" + limit));
        command.addAll(List.of(words));
        return client.run(command.toArray(String[]::new));
    }

    /**
     * Returns the command that runs a member. Its files lie where this command alone sees them, and go with it. It makes the check before a
     * vote that newer versions of etcd always make, and has more patience than etcd has by itself: when a busy machine keeps a member
     * waiting for a second, no other leader shall be elected.
     */
    private static List<String> command(String name, String all) {
        return List.of("sh", "-ec", "mount -t tmpfs -o mode=700 nofin-data /mnt; exec etcd \"$@\"", "sh",
            "--name", name, "--data-dir", "/mnt/etcd", "--logger", "zap", "--pre-vote", "--heartbeat-interval", "300", "--election-timeout", "3000",
            "--initial-cluster", all, "--initial-advertise-peer-urls", "http://" + name + ":2380", "--listen-peer-urls", "http://0.0.0.0:2380",
            "--advertise-client-urls", "http://" + name + ":" + PORT, "--listen-client-urls", "http://0.0.0.0:" + PORT);
    }
}
