package io.nofin.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.linux.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A machine of the test's own: network, processes and mounts. What {@code nofin status} and {@code nofin heal} find in it is
 * the test's, {@code host} is its network, no name server can be asked, {@code /run} and with it {@code ip netns} and the
 * xtables lock are its own. It ends, with everything that runs in it, when this is closed or this JVM dies. Not thread-safe,
 * apart from {@link #sh}, {@link #namespace} and {@link Nofin}.
 */
public final class World implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    /** Process 1: waits for the end of its input, and reaps. */
    private static final String INIT = """
        set -e
        mount -t tmpfs nofin-world /run
        mkdir /run/netns
        mount --bind "$0/hosts" /etc/hosts
        mount --bind /dev/null /etc/resolv.conf
        ip link set lo up
        echo ready
        read -r end || true
        """;

    private final Path directory;
    private final Process process;
    private final long init;
    private final Map<String, NetworkNamespace> namespaces = new ConcurrentHashMap<>();

    private World(Path directory, Process process, long init) {
        this.directory = directory;
        this.process = process;
        this.init = init;
    }

    /** @param directory for files of this world; the caller's to remove */
    public static World start(Path directory) throws IOException {
        Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n::1 localhost\n");
        Files.createDirectory(directory.resolve("tmp"));
        Process process = new ProcessBuilder("unshare", "--mount", "--propagation", "private", "--pid", "--net", "--fork",
            "--kill-child=KILL", "--mount-proc", "sh", "-c", INIT, directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader output = process.inputReader();
        assertEquals("ready", output.readLine(), "the world is made");
        return new World(directory, process, process.children().findFirst().orElseThrow().pid());
    }

    /** Lets a name mean an address, for programs of this world. */
    public void addHost(String address, String name) throws IOException {
        Path hosts = directory.resolve("hosts");
        Files.writeString(hosts, Files.readString(hosts) + address + " " + name + "\n");
    }

    /** Writes what nofin reads of its host, in an {@code /etc} of this world's own. */
    public void configure(String yaml) throws IOException {
        sh("mkdir /run/etc /run/etc/upper /run/etc/work && mount -t overlay overlay"
            + " -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work /etc && mount --bind hosts /etc/hosts && mount --bind /dev/null /etc/resolv.conf && mkdir -p /etc/nofin && printf '"
            + yaml.replace("\n", "\\n") + "' > /etc/nofin/nofin.yaml");
    }

    /** Returns the directory in which files of this world lie. */
    public Path directory() {
        return directory;
    }

    /** Returns the path at which a file of this world, such as one under its own {@code /run}, is seen from outside. */
    public Path seen(String absolute) {
        return Path.of("/proc", Long.toString(init), "root" + absolute);
    }

    /** Returns the names of the files that programs of this world left in their temporary directory. */
    public List<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Returns the network that is {@code host} here. */
    public NetworkNamespace host() throws IOException {
        return namespaces.computeIfAbsent("", any -> opened(Path.of("/proc", Long.toString(init), "ns/net")));
    }

    /** Returns a namespace that {@code ip netns} of this world knows; it is held until the world ends. */
    public NetworkNamespace namespace(String name) throws IOException {
        return namespaces.computeIfAbsent(name, any -> opened(path(name)));
    }

    /** Returns the file of a namespace that {@code ip netns} of this world knows, as this process sees it. */
    public Path path(String name) {
        return Path.of("/proc", Long.toString(init), "root/run/netns", name);
    }

    /**
     * Two namespaces and a cable: {@code left} has the addresses 10.99.0.1 and fd00:99::1, {@code right} 10.99.0.2 and .3,
     * fd00:99::2 and ::3, each on {@code eth0}.
     */
    public void connect(String left, String right) throws IOException {
        sh("for n in " + left + " " + right + "; do ip netns add $n; ip -n $n link set lo up; done"
            + "; ip link add eth0 netns " + left + " type veth peer name eth0 netns " + right
            + "; ip -n " + left + " addr add 10.99.0.1/24 dev eth0; ip -n " + left + " addr add fd00:99::1/64 dev eth0 nodad"
            + "; for a in 2 3; do ip -n " + right + " addr add 10.99.0.$a/24 dev eth0"
            + "; ip -n " + right + " addr add fd00:99::$a/64 dev eth0 nodad; done"
            + "; for n in " + left + " " + right + "; do ip -n $n link set eth0 up; done");
    }

    /** Runs shell commands in this world, up to the first that fails, which fails the test; returns their output. */
    public String sh(String commands) throws IOException {
        Process shell = new ProcessBuilder(inside("sh", "-ec", commands)).redirectErrorStream(true).start();
        shell.getOutputStream().close();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertEquals(0, shell.waitFor(), commands + ": " + output);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    /** Returns everything in the namespaces' packet filters and sets, be it nofin's or anybody's, without counters. */
    public String rules(String... names) throws IOException {
        StringBuilder rules = new StringBuilder();
        for (String name : names) {
            rules.append(sh("for p in iptables-nft ip6tables-nft iptables-legacy ip6tables-legacy; do"
                + " nsenter --net=" + pathInside(name) + " $p-save | grep -v '^#' | sed 's/\\[[0-9:]*\\]//' | sed \"s/^/" + name + " $p /\"; done"
                + "; nsenter --net=" + pathInside(name) + " ipset list -n | sort | sed 's/^/" + name + " set /'"));
        }
        return rules.toString();
    }

    /** Returns the lines of {@link #rules} that are nofin's. */
    public List<String> traces(String... names) throws IOException {
        return rules(names).lines().filter(line -> line.toLowerCase(Locale.ROOT).contains("nofin")).toList();
    }

    /** Starts a program in this world, with what it prints in a file; it ends with the world at the latest. */
    public Process start(Path output, List<String> command) throws IOException {
        return new ProcessBuilder(inside(command.toArray(String[]::new))).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    /** Returns the command that starts a program in this world. */
    List<String> inside(String... command) {
        return Stream.concat(Stream.of("nsenter", "--target", Long.toString(init), "--mount", "--pid", "--net", "--wd=" + directory),
            Stream.of(command)).toList();
    }

    @Override
    public void close() throws IOException {
        namespaces.values().forEach(NetworkNamespace::close);
        process.getOutputStream().close();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the world does not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String pathInside(String name) {
        return name.equals("host") ? "/proc/1/ns/net" : "/run/netns/" + name;
    }

    private static NetworkNamespace opened(Path path) {
        try {
            return NetworkNamespace.open(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
