package io.nofin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.KernelTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a person meets it: a process of its own, on this host, as nobody, and with parts of the host hidden. */
@KernelTest
class DoctorCommandTest {

    private static final String NFT = "/usr/sbin/iptables-nft /usr/sbin/ip6tables-nft";
    private static final String LEGACY = "/usr/sbin/iptables-legacy /usr/sbin/ip6tables-legacy";

    @TempDir
    private Path directory;

    @Test
    void saysThatThisHostCan() throws Exception {
        DoctorProcess doctor = DoctorProcess.run(directory, List.of(), Map.of());

        assertEquals(0, doctor.exitCode(), doctor.output());
        assertTrue(doctor.output().contains("  ok  ipset hash:net with timeout, IPv4\n"), doctor.output());
        assertTrue(doctor.output().matches("(?s).*\n\nnofin can drop, reject, partition and shape here; [^\n]*queue engine shapes?\\.\n"), doctor.output());
        assertFalse(doctor.output().contains("modprobe"), doctor.output());
        assertTrue(doctor.output().contains("agent       "), doctor.output());
    }

    @Test
    void readsTheConfigurationAndLooksForTheKillSwitch() throws Exception {
        DoctorProcess doctor = DoctorProcess.run(directory, List.of("unshare", "--mount", "sh", "-c", "mkdir -p /etc/nofin /run/nofin"
            + "; mount -t tmpfs none /etc/nofin; mount -t tmpfs none /run/nofin; echo 'nofin: 1\nmax-targets: many' >/etc/nofin/nofin.yaml"
            + "; touch /run/nofin/stop; exec \"$@\"", "sh"), Map.of());

        assertEquals(3, doctor.exitCode(), doctor.output());
        assertTrue(doctor.output().contains("  !!  configuration: /etc/nofin/nofin.yaml:2:14: max-targets: "), doctor.output());
        assertTrue(doctor.output().contains("  !!  kill switch: on: /run/nofin/stop is there, and no fault begins\n"), doctor.output());
        assertTrue(doctor.output().contains("\n  to allow faults again: rm /run/nofin/stop\n"), doctor.output());
    }

    @Test
    void printsFindingsAsJson() throws Exception {
        DoctorProcess doctor = DoctorProcess.run(directory, List.of(), Map.of(), "--json");

        JsonNode findings = new ObjectMapper().readTree(doctor.output());
        assertTrue(findings.isArray());
        assertEquals("privileges", findings.get(0).get("area").asText());
        assertEquals("OK", findings.get(0).get("state").asText());
        assertEquals(List.of("area", "feature", "state", "detail", "remedy"),
            findings.get(0).properties().stream().map(Map.Entry::getKey).toList());
    }

    @Test
    void tellsNobodyToBecomeRoot() throws Exception {
        DoctorProcess doctor = DoctorProcess.runAsNobody(directory);

        assertEquals(3, doctor.exitCode(), doctor.output());
        assertTrue(doctor.output().startsWith("privileges  !!  capabilities to enter and change network namespaces: this process lacks"
            + " CAP_NET_ADMIN, CAP_NET_RAW, CAP_SYS_PTRACE, CAP_SYS_ADMIN\n"), doctor.output());
        assertTrue(doctor.output().contains("  --  ipset hash:net with timeout, IPv4: not tried: needs root\n"), doctor.output());
        assertTrue(doctor.output().contains("\n  run it as root: sudo nofin doctor\n"), doctor.output());
        assertFalse((doctor.output() + doctor.errors()).contains("\tat "), doctor.errors());
        assertFalse((doctor.output() + doctor.errors()).contains("Exception:"), doctor.output() + doctor.errors());
    }

    @Test
    void makesDoWithLegacyIptables() throws Exception {
        DoctorProcess doctor = withHidden(NFT);

        assertEquals(0, doctor.exitCode(), doctor.output());
        assertTrue(doctor.output().contains("  --  iptables-nft rules: not tried: iptables-nft is not installed\n"), doctor.output());
        assertTrue(doctor.output().contains("  --  ip6tables-nft: not installed: nofin uses ip6tables-legacy\n"), doctor.output());
        assertTrue(doctor.output().contains("\n  apt-get install iptables\n"), doctor.output());
    }

    @Test
    void missesIptables() throws Exception {
        DoctorProcess doctor = withHidden(NFT + " " + LEGACY);

        assertEquals(3, doctor.exitCode(), doctor.output());
        assertTrue(doctor.output().contains("  !!  iptables-nft: not installed, nor is any other iptables for IPv4\n"), doctor.output());
        assertTrue(doctor.output().contains("\n  apt-get install iptables\n"), doctor.output());
        assertTrue(doctor.output().contains("\nnofin can do nothing here, because of: "), doctor.output());
        assertFalse(doctor.output().contains("Exception"), doctor.output());
    }

    @Test
    void namesTheMatchThatIptablesRefuses() throws Exception {
        DoctorProcess doctor = withHidden("$(find /usr/lib* -name libxt_bpf.so)");

        assertEquals(3, doctor.exitCode(), doctor.output());
        assertTrue(doctor.output().contains("  !!  iptables-nft rules: refuses bpf: "), doctor.output());
        assertTrue(doctor.output().contains("  --  iptables-legacy rules: refuses bpf: "), doctor.output());
        assertTrue(doctor.output().contains("\n  modprobe xt_bpf on the host, or boot a kernel with CONFIG_NETFILTER_XT_MATCH_BPF\n"),
            doctor.output());
    }

    @Test
    void doesWithoutLibpcap() throws Exception {
        DoctorProcess doctor = withHidden("$(find /usr/lib* -name 'libpcap.so.0.8')");

        assertEquals(0, doctor.exitCode(), doctor.output());
        assertTrue(doctor.output().contains("  --  libpcap: does not load: faults cannot have a filter\n"), doctor.output());
    }

    @Test
    void explainsAMalformedDockerHost() throws Exception {
        DoctorProcess doctor = DoctorProcess.run(directory, List.of(), Map.of("DOCKER_HOST", "nonsense"));

        assertEquals(0, doctor.exitCode(), doctor.output());
        assertTrue(doctor.output().contains("  --  Docker: DOCKER_HOST does not say where a Docker daemon listens: 'nonsense'"),
            doctor.output());
    }

    /** Covers files with one that can be neither loaded nor executed, in a mount namespace that ends with the process. */
    private DoctorProcess withHidden(String files) throws IOException, InterruptedException {
        return DoctorProcess.run(directory, List.of("unshare", "--mount", "sh", "-c", "for file in " + files
            + "; do mount --bind /dev/null \"$(readlink -f \"$file\")\" || exit 99; done; exec \"$@\"", "sh"), Map.of());
    }
}
