package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.api.TargetNotFoundException;
import io.nofin.dns.QuestionPort;
import io.nofin.scenario.TargetSpec;
import io.nofin.testing.KernelTest;
import io.nofin.testing.NameServer;
import io.nofin.unit.IpAddresses;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The names of a process that has a network and a root directory of its own, as those of containers have. */
@KernelTest
@Timeout(120)
class TargetNamesTest {

    @TempDir
    private Path etc;
    private Process container;
    private TargetHost host;

    /** Starts a process with a network and a root directory of its own, whose {@code /etc} is the test's directory. */
    @BeforeEach
    void startContainer() throws IOException {
        container = new ProcessBuilder("unshare", "--net", "--mount", "sh", "-ec",
            "mount -t tmpfs root /mnt; mkdir /mnt/etc /mnt/proc; mount --bind \"$0\" /mnt/etc; mount --bind /proc /mnt/proc\n"
                + "for d in bin lib lib64 usr sbin; do test ! -e /$d || { mkdir /mnt/$d; mount --rbind /$d /mnt/$d; }; done\n"
                + "ip link set lo up; exec chroot /mnt sh -c 'echo ready; read end'", etc.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = container.inputReader();
        assertEquals("ready", output.readLine());
        host = new PidResolver().resolve("app", new TargetSpec.Pid(container.pid())).get(0);
    }

    @AfterEach
    void endContainer() throws Exception {
        host.namespace().close();
        container.destroyForcibly().waitFor();
    }

    @Test
    void readsTheTargetsHostsFileAndAsksTheTargetsServerFromItsNetwork() throws Exception {
        write("hosts", "10.1.1.1 inside\n");
        write("resolv.conf", "nameserver 127.0.0.1\n");
        try (NameServer server = NameServer.start(host.namespace(), () -> List.of("10.2.2.2"))) {
            assertEquals(Optional.of(List.of("10.1.1.1")), find("inside"));
            assertEquals(Optional.of(List.of("10.2.2.2")), find("db.example"), server.toString());
        }
    }

    @Test
    void knowsNoNameThatTheTargetDoesNotKnow() throws Exception {
        try (NameServer server = NameServer.start(host.namespace(), List::of)) {
            assertEquals(Optional.empty(), find("nobody.example"), server.toString());
        }
    }

    @Test
    void asksTheNextServerWhereOneIsSilentOrRefuses() throws Exception {
        write("resolv.conf", "nameserver 127.0.0.9\nnameserver 127.0.0.8\nnameserver 127.0.0.1\n");
        try (NameServer server = NameServer.start(host.namespace(), () -> List.of("10.2.2.2"));
                DatagramSocket silent = host.namespace().call(() -> new DatagramSocket(new InetSocketAddress("127.0.0.8", 53)))) {
            assertEquals(Optional.of(List.of("10.2.2.2")), find("db.example"), server + ", " + silent);
        }
    }

    @Test
    void asksOverTcpForAnswersThatAreCutOff() throws Exception {
        List<String> all = IntStream.range(1, 101).mapToObj(number -> "10.3.0." + number).toList();
        try (NameServer server = NameServer.start(host.namespace(), () -> all)) {
            assertEquals(Optional.of(all), find("many.example"), server.toString());
        }
    }

    /** Twice over TCP, too: no earlier connection keeps the port. */
    @Test
    void asksFromThePortThatItIsGiven() throws Exception {
        List<String> all = IntStream.range(1, 101).mapToObj(number -> "10.3.0." + number).toList();
        AtomicReference<List<String>> answer = new AtomicReference<>(List.of("10.2.2.2"));
        try (NameServer server = NameServer.start(host.namespace(), answer::get); QuestionPort port = host.namespace().call(QuestionPort::take);
                QuestionPort next = host.namespace().call(QuestionPort::take); TargetNames names = TargetNames.of(host, new TargetNames.Client("root", true), Optional.of(port))) {
            assertEquals(1, names.find("db.example").orElseThrow().size());
            answer.set(all);
            for (int i = 0; i < 3; i++) {
                assertEquals(100, names.find("many.example").orElseThrow().size());
            }

            assertEquals(Set.of(port.number()), server.asking());
            assertEquals(QuestionPort.FAVOURITE, port.number());
            assertEquals(QuestionPort.FAVOURITE + 1, next.number(), "nobody else can have it");
        }
    }

    @Test
    void saysWhoDoesNotAnswer() throws Exception {
        write("resolv.conf", "nameserver 127.0.0.8\n");
        try (DatagramSocket silent = host.namespace().call(() -> new DatagramSocket(new InetSocketAddress("127.0.0.8", 53)))) {
            var refused = assertThrows(TargetNotFoundException.class, () -> find("db.example"), silent.toString());

            assertEquals("pid:" + container.pid() + " cannot tell what 'db.example' means: asking the name server 127.0.0.8 for db.example:"
                + " it did not answer in time: name an address or a target, or make its /etc/resolv.conf name a server that answers there",
                refused.getMessage());
        }
    }

    @Test
    void followsLinksWhereTheyLeadTheTargetAndNotOutOfItsRoot(@TempDir Path outside) throws Exception {
        Files.writeString(outside.resolve("hosts"), "10.6.6.6 secret\n");
        Files.createSymbolicLink(etc.resolve("hosts"), outside.resolve("hosts"));

        assertThrows(TargetNotFoundException.class, () -> find("secret"), "the file is not there in the target");
        Files.delete(etc.resolve("hosts"));
        Files.createSymbolicLink(etc.resolve("hosts"), Path.of("/../../../etc/inner"));
        write("inner", "10.1.1.1 inside\n");
        assertEquals(Optional.of(List.of("10.1.1.1")), find("inside"));
        Files.delete(etc.resolve("hosts"));
        Files.createSymbolicLink(etc.resolve("hosts"), Path.of("/proc/self/root").resolve(outside.toString().substring(1)).resolve("hosts"));
        assertTrue(refusal("secret").contains("ELOOP"), "the link of a process leads to a root of nofin's");
    }

    @Test
    void opensNothingThatIsNoFileAndReadsNoEndlessOne() throws Exception {
        assertEquals(0, new ProcessBuilder("mkfifo", etc.resolve("hosts").toString()).start().waitFor());
        assertTrue(refusal("db").contains("/etc/hosts there is no regular file"));
        Files.delete(etc.resolve("hosts"));
        assertEquals(0, new ProcessBuilder("mknod", etc.resolve("hosts").toString(), "c", "1", "5").start().waitFor());
        assertTrue(refusal("db").contains("/etc/hosts there is no regular file"));
        Files.delete(etc.resolve("hosts"));
        assertEquals(0, new ProcessBuilder("truncate", "-s", "100G", etc.resolve("hosts").toString()).start().waitFor());
        assertTrue(refusal("db").contains("/etc/hosts there has more than 1048576 bytes"));
    }

    @Test
    void saysThatTheProcessHasEnded() throws Exception {
        container.destroyForcibly().waitFor();

        assertTrue(refusal("db").contains("open /proc/" + container.pid()));
    }

    private String refusal(String name) {
        return assertThrows(TargetNotFoundException.class, () -> find(name)).getMessage();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(etc.resolve(file), text);
    }

    private Optional<List<String>> find(String name) throws IOException {
        try (TargetNames names = TargetNames.of(host, new TargetNames.Client("root", true))) {
            return names.find(name).map(all -> all.stream().map(IpAddresses::text).toList());
        }
    }
}
