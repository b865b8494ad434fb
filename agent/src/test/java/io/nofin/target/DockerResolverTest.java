package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetSpec;
import io.nofin.testing.DockerDaemon;
import io.nofin.testing.DockerTest;
import io.nofin.unit.IpFamily;
import io.nofin.unit.IpNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@DockerTest
class DockerResolverTest {

    private static final String RUNNING = " Running: alone, app, borrower, hostly, redis.";

    private static DockerDaemon daemon;
    private static String appId;
    private final List<TargetHost> held = new ArrayList<>();

    @BeforeAll
    static void startContainers(DockerDaemon shared) {
        daemon = shared;
        daemon.docker("network", "create", "--internal", "--ipv6", "--subnet", "10.77.1.0/24", "--subnet", "fd00:77:1::/64", "front");
        daemon.docker("network", "create", "--internal", "--ipv6", "--subnet", "10.77.2.0/24", "--subnet", "fd00:77:2::/64", "back");
        appId = daemon.container("app", "--network", "front", "--ip", "10.77.1.10", "--ip6", "fd00:77:1::10",
            "--label", "role=web", "--label", "shared");
        daemon.docker("network", "connect", "--ip", "10.77.2.10", "--ip6", "fd00:77:2::10", "back", "app");
        daemon.container("redis", "--network", "back", "--label", "role=store", "--label", "shared");
        daemon.container("borrower", "--network", "container:app", "--label", "pod");
        daemon.container("alone", "--network", "none", "--label", "pod");
        daemon.container("hostly", "--network", "host");
        daemon.container("stopped", "--network", "none", "--label", "role=stopped");
        daemon.docker("kill", "stopped");
    }

    @AfterEach
    void letGo() {
        held.forEach(host -> host.namespace().close());
    }

    @Test
    void findsAContainerByName() throws IOException {
        TargetHost app = resolve(new TargetSpec.Docker("app")).get(0);

        assertEquals("t", app.label());
        assertEquals("docker:app", app.origin());
        assertEquals(namespaceOf("app"), app.namespace().id());
    }

    @Test
    void findsAContainerByIdAndByItsBeginning() throws IOException {
        assertEquals(namespaceOf("app"), resolve(new TargetSpec.Docker(appId)).get(0).namespace().id());
        assertEquals(namespaceOf("app"), resolve(new TargetSpec.Docker(appId.substring(0, 12))).get(0).namespace().id());
    }

    @Test
    void knowsTheAddressesOfAllNetworksAndBothFamilies() throws IOException {
        TargetHost app = resolve(new TargetSpec.Docker("app")).get(0);

        assertEquals(Set.of("lo", "eth0", "eth1"), Set.copyOf(app.interfaces()));
        assertEquals(Set.of("10.77.1.10", "10.77.2.10", "fd00:77:1::10", "fd00:77:2::10"),
            app.addresses().stream().map(IpNetwork::toString).collect(Collectors.toSet()));
        assertEquals(2, app.addresses().stream().filter(address -> address.family() == IpFamily.IPV6).count());
    }

    @Test
    void makesOneHostOfEachContainerWithTheLabel() throws IOException {
        List<TargetHost> hosts = resolve(new TargetSpec.DockerLabel("shared"));

        assertEquals(List.of("t/app", "t/redis"), hosts.stream().map(TargetHost::label).toList());
        assertEquals(List.of("docker:app", "docker:redis"), hosts.stream().map(TargetHost::origin).toList());
        assertEquals(List.of(namespaceOf("app"), namespaceOf("redis")),
            hosts.stream().map(host -> host.namespace().id()).toList());
    }

    @Test
    void comparesTheValueOfALabelThatHasOne() throws IOException {
        assertEquals(List.of("t/redis"), resolve(new TargetSpec.DockerLabel("role=store")).stream().map(TargetHost::label).toList());
    }

    @Test
    void makesAHostOfEachContainerThatSharesANamespace() throws IOException {
        daemon.container("second-borrower", "--network", "container:app", "--label", "pod");
        try {
            List<TargetHost> hosts = resolve(new TargetSpec.DockerLabel("pod"));

            assertEquals(List.of("t/alone", "t/borrower", "t/second-borrower"), hosts.stream().map(TargetHost::label).toList());
            assertEquals(hosts.get(1).namespace(), hosts.get(2).namespace());
        } finally {
            daemon.docker("rm", "--force", "second-borrower");
        }
    }

    @Test
    void findsAContainerWithoutANetwork() throws IOException {
        TargetHost alone = resolve(new TargetSpec.Docker("alone")).get(0);

        assertTrue(alone.interfaces().contains("lo"));
        assertEquals(List.of(), alone.addresses());
    }

    @Test
    void findsAPausedContainer() throws IOException {
        daemon.docker("pause", "redis");
        try {
            assertEquals(namespaceOf("redis"), resolve(new TargetSpec.Docker("redis")).get(0).namespace().id());
        } finally {
            daemon.docker("unpause", "redis");
        }
    }

    @Test
    void saysThatAContainerIsNotRunning() {
        assertEquals("docker:stopped is not running, but exited: docker start stopped", refusal(new TargetSpec.Docker("stopped")));
    }

    @Test
    void suggestsTheNameThatIsNearest() {
        assertEquals("no such container: 'reids': did you mean 'redis'?" + RUNNING, refusal(new TargetSpec.Docker("reids")));
        assertEquals("no such container: 'something-else'." + RUNNING, refusal(new TargetSpec.Docker("something-else")));
    }

    @Test
    void refusesAContainerOnTheHostsNetwork() {
        assertEquals("docker:hostly runs with --network host and shares the host's network namespace:"
            + " a fault there would hit the whole machine: give the container a network of its own", refusal(new TargetSpec.Docker("hostly")));
    }

    @Test
    void saysThatNoContainerHasTheLabel() {
        assertEquals("no running container has the label 'role=wed': did you mean 'role=web'?" + RUNNING,
            refusal(new TargetSpec.DockerLabel("role=wed")));
        assertEquals("no running container has the label 'role=stopped': docker:stopped is exited: docker start stopped",
            refusal(new TargetSpec.DockerLabel("role=stopped")));
    }

    @Test
    void listsTheRunningContainers() throws IOException {
        List<Container> running = resolver().running();

        assertEquals(List.of("alone", "app", "borrower", "hostly", "redis"), running.stream().map(Container::name).toList());
        Container app = running.get(1);
        assertEquals(appId.substring(0, 12), app.shortId());
        assertEquals(Map.of("role", "web", "shared", ""), app.labels());
        assertEquals(pid("app"), Long.toString(app.pid()));
    }

    private List<TargetHost> resolve(TargetSpec spec) throws IOException {
        List<TargetHost> hosts = resolver().resolve("t", spec);
        held.addAll(hosts);
        return hosts;
    }

    private String refusal(TargetSpec spec) {
        return assertThrows(TargetNotFoundException.class, () -> resolve(spec)).getMessage();
    }

    private static DockerResolver resolver() throws TargetNotFoundException {
        return new DockerResolver(DockerAddress.parse(daemon.host()));
    }

    private static NetworkNamespace.Id namespaceOf(String container) throws IOException {
        return NetworkNamespace.Id.of(Path.of("/proc", pid(container), "ns/net"));
    }

    private static String pid(String container) {
        return daemon.docker("inspect", "--format", "{{.State.Pid}}", container);
    }
}
