package io.nofin.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.LabHost;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@KernelTest
@Timeout(240)
class LabCommandTest {

    private static final String JAVA = ProcessHandle.current().info().command().orElseThrow();

    @Test
    void resolvesTheNamesOfAllHostsInBothFamilies() throws Exception {
        assertEquals("10.77.0.2 fd00:77::2 10.77.0.1 127.0.0.1", outputOf("""
            first() { getent "$1" "$2" | head -n 1 | cut -d ' ' -f 1; }
            echo $(first ahostsv4 server) $(first ahostsv6 server) $(first ahostsv4 client) $(first ahostsv4 localhost)
            """));
    }

    @Test
    void seesTheDevicesOfItsOwnNamespace() throws Exception {
        assertEquals("eth0 lo", outputOf("echo $(ls /sys/class/net | grep -v bonding_masters)"));
    }

    @Test
    void seesItsOwnProcessesOnlyAndTheFileSystemAsItWas(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("file"), "seen");

        assertEquals("1 seen", outputOf("echo $$ $(cat " + directory + "/file)"));
    }

    @Test
    void takesArgumentsAsTheyAre() throws Exception {
        try (Lab lab = Lab.build(Map.of("client", LabHosts.run("sh", "-c", "printf '<%s>' \"$@\"; exit 3", "sh",
                "$(touch /x)", "a b", "", "'\"\\", "*", "--port")))) {
            assertEquals("<$(touch /x)><a b><><'\"\\><*><--port>", failure(lab).output());
        }
    }

    @Test
    void reportsACommandThatEndsWithAnError() throws Exception {
        try (Lab lab = Lab.build(Map.of("client", LabHosts.run("sh", "-c", "echo oops >&2; exit 3")))) {
            assertEquals("lab host client: sh -c echo oops >&2; exit 3 ended with status 3:\noops", failure(lab).toString());
        }
    }

    @Test
    void doesNotReportACommandThatTheLabItselfEnded() throws Exception {
        Lab lab = Lab.build(Map.of("client", LabHosts.run("sleep", "1000")));
        lab.close();

        assertEquals(List.of(), lab.failures());
    }

    @Test
    void refusesACommandThatDoesNotExist(@TempDir Path directory) throws IOException {
        Path text = Files.writeString(directory.resolve("text"), "not a program");

        assertEquals("lab host client: there is no command no-such-command-here: install it, or give its path in run",
            refusal("no-such-command-here"));
        assertEquals("lab host client: there is no executable " + text + ": check run", refusal(text.toString()));
    }

    @Test
    void endsTheWholeProcessTreeWithTheLab() throws Exception {
        Set<Long> others = Traces.descendants(Set.of());
        Set<Long> tree;
        try (Lab lab = Lab.build(Map.of("client", LabHosts.run("sh", "-c", "sleep 1000 & setsid sleep 1000 & wait")))) {
            Wait.until("guard, sh and two sleeps run", () -> Traces.descendants(others).size() == 4);
            assertEquals(List.of(), lab.failures());
            tree = Traces.descendants(others);
        }
        tree.forEach(pid -> assertFalse(Traces.isRunning(pid), () -> "still running: " + pid));
    }

    @Test
    void keepsTheTerminalsSignalsAwayFromCommands() throws Exception {
        Set<Long> others = Traces.descendants(Set.of());
        try (Lab lab = Lab.build(Map.of("client", LabHosts.run("sleep", "1000")))) {
            Wait.until("the command runs in another session", () -> Traces.descendants(others).stream()
                .filter(pid -> Traces.session(pid) != Traces.session(ProcessHandle.current().pid())).count() >= 2);
            assertEquals(List.of(), lab.failures());
        }
    }

    @Test
    void letsACommandThatListensToSigtermFinish(@TempDir Path directory) throws Exception {
        Path ready = directory.resolve("ready");
        Path finished = directory.resolve("finished");
        String script = "trap 'touch \"$2\"; exit' TERM; touch \"$1\"; while :; do sleep 0.01; done";
        LabHost client = LabHosts.run("sh", "-c", script, "sh", ready.toString(), finished.toString());
        try (Lab lab = Lab.build(Map.of("client", client))) {
            Wait.until("the trap is set", () -> Files.exists(ready));
            assertEquals(List.of(), lab.failures());
        }
        assertTrue(Files.exists(finished));
    }

    @Test
    void waitsUntilThePortIsListenedOn() throws Exception {
        Map<String, LabHost> hosts = Map.of("server",
            LabHosts.runAndWait(7008, JAVA, "-cp", System.getProperty("java.class.path"), ListeningMain.class.getName(), "7008"));
        try (Lab lab = Lab.build(hosts)) {
            assertTrue(lab.host("server").namespace().call(ListeningPorts::read).contains(7008));
        }
    }

    @Test
    void saysWhatTheCommandWroteWhenThePortStaysSilent() {
        IOException refused = assertThrows(IOException.class, () -> Lab.build(
            Map.of("server", LabHosts.runAndWait(7008, "sh", "-c", "echo still starting; sleep 1000")), Duration.ofMillis(500)));

        assertEquals("lab host server: nothing listens on TCP port 7008: waited 500 ms: its last output:\nstill starting",
            refused.getMessage());
    }

    @Test
    void doesNotWaitForACommandThatHasEnded() {
        IOException refused = assertThrows(IOException.class, () -> Lab.build(
            Map.of("server", LabHosts.runAndWait(7008, "sh", "-c", "echo bad option; exit 1"))));

        assertEquals("lab host server: nothing listens on TCP port 7008: its command has ended:"
            + " lab host server: sh -c echo bad option; exit 1 ended with status 1:\nbad option", refused.getMessage());
    }

    private static String refusal(String command) {
        return assertThrows(IOException.class, () -> Lab.build(Map.of("client", LabHosts.run(command)))).getMessage();
    }

    /** Returns what a script writes on a host called client, in a lab with a server. */
    private static String outputOf(String script) throws Exception {
        Map<String, LabHost> hosts = new LinkedHashMap<>();
        hosts.put("client", LabHosts.run("sh", "-c", script + "\nexit 3"));
        hosts.put("server", LabHosts.plain());
        try (Lab lab = Lab.build(hosts)) {
            return failure(lab).output();
        }
    }

    private static LabFailure failure(Lab lab) throws Exception {
        Wait.until("the command ends", () -> !lab.failures().isEmpty());
        return lab.failures().get(0);
    }
}
