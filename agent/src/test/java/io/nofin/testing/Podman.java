package io.nofin.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Podman's service in a {@link World}, where it ends with that; what it keeps is in memory. Has one image, {@link #IMAGE}, made here:
 * nothing is ever pulled. Close it after the world. Not thread-safe.
 */
public final class Podman implements AutoCloseable {

    /** The value of DOCKER_HOST: where the service of a host listens. */
    public static final String HOST = "unix:///run/podman/podman.sock";

    /** An image of busybox alone. */
    private static final String IMAGE = "localhost/nofin/busybox:test";

    private static final String CONFIGURATION = """
        [engine]
        cgroup_manager = "cgroupfs"
        events_logger = "file"
        [network]
        network_backend = "netavark"
        network_config_dir = "%s/networks"
        """;
    private static final String SERVICE = """
        mount -t tmpfs podman /var/lib
        mkdir -p /run/podman image/bin
        podman --storage-driver vfs system service --time 0 %1$s >service.log 2>&1 &
        for try in $(seq 600); do [ ! -S /run/podman/podman.sock ] || break; sleep 0.1; done
        cp /bin/busybox image/bin
        for applet in sh sleep; do ln -s busybox image/bin/$applet; done
        tar -C image -c . | podman --url %1$s import --quiet - %2$s
        """;

    private final World world;
    private final String group;

    private Podman(World world, String group) {
        this.world = world;
        this.group = group;
    }

    /** Starts the service, and returns once it answers. */
    public static Podman start(World world) throws IOException {
        Path directory = world.directory();
        Files.writeString(directory.resolve("containers.conf"), CONFIGURATION.formatted(directory));
        Podman podman = new Podman(world, "nofin-podman-" + directory.getFileName());
        world.sh("export CONTAINERS_CONF=" + directory.resolve("containers.conf") + "\n" + SERVICE.formatted(HOST, IMAGE));
        return podman;
    }

    /** Starts a container that does nothing, with further options of {@code podman run}. */
    public void container(String name, String options) throws IOException {
        podman("run --detach --name " + name + " --cgroup-parent /" + group + " " + options + " " + IMAGE + " sleep 3600");
    }

    /** Runs the podman command and returns what it prints. */
    public String podman(String arguments) throws IOException {
        return world.sh("podman --url " + HOST + " " + arguments).strip();
    }

    /** Removes the control groups of Podman, which outlive what was in them. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> groups = Files.walk(Path.of("/sys/fs/cgroup"))) {
            List<Path> own = groups.filter(path -> path.toString().contains("/" + group)).filter(Files::isDirectory)
                .sorted(Comparator.reverseOrder()).toList();
            for (Path path : own) {
                path.toFile().delete();
            }
        }
    }
}
