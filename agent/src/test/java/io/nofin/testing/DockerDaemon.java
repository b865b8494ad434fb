package io.nofin.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Docker daemon of the test's own, in namespaces of its own, from {@code native-scripts/docker-lab}. It ends, with all its
 * containers, when this is closed or this JVM dies, however that happens: the script waits for the end of its input. Has
 * one image, {@link #IMAGE}, made here: nothing is ever pulled. Not thread-safe.
 */
public final class DockerDaemon implements AutoCloseable {

    /** Busybox alone; {@code /bin/sh} and the applets are there. */
    public static final String IMAGE = "nofin/busybox:test";

    private static final long PATIENCE_SECONDS = 120;

    private final Process lab;
    private final String host;

    private DockerDaemon(Process lab, String host) {
        this.lab = lab;
        this.host = host;
    }

    /** Starts the daemon, and returns once it answers. */
    public static DockerDaemon start() {
        try {
            Process lab = new ProcessBuilder(NativeScript.named("docker-lab").toString(), "run", "sh", "-c", "echo \"$DOCKER_HOST\"; exec cat")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            String host = new BufferedReader(new InputStreamReader(lab.getInputStream(), StandardCharsets.UTF_8)).readLine();
            if (host == null) {
                throw new IllegalStateException("no Docker daemon came up: docker-lab wrote the reason to standard error");
            }
            DockerDaemon daemon = new DockerDaemon(lab, host);
            daemon.importImage();
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the daemon's address, as DOCKER_HOST takes it. */
    public String host() {
        return host;
    }

    /** Everything of this daemon that has a path has this directory's name in it. */
    public Path directory() {
        return Path.of(URI.create(host).getPath()).getParent();
    }

    /** Starts a container that does nothing, with further options of {@code docker run}; returns its id. */
    public String container(String name, String... options) {
        return docker(Stream.of(List.of("run", "--detach", "--name", name), List.of(options),
            List.of(IMAGE, "sleep", "3600")).flatMap(List::stream).toArray(String[]::new));
    }

    /** Runs the docker command and returns what it prints, without the last line's end. */
    public String docker(String... arguments) {
        try {
            ProcessBuilder command = command(arguments);
            Process docker = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            docker.getOutputStream().close();
            return await(docker, command.command());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes containers, networks and volumes; the image stays. */
    public void removeEverything() {
        List<String> containers = docker("ps", "--all", "--quiet").lines().toList();
        if (!containers.isEmpty()) {
            docker(Stream.concat(Stream.of("rm", "--force", "--volumes"), containers.stream()).toArray(String[]::new));
        }
        docker("network", "prune", "--force");
    }

    @Override
    public void close() throws IOException {
        lab.getOutputStream().close();
        await(lab, List.of("docker-lab"));
    }

    private void importImage() throws IOException {
        Path root = Files.createTempDirectory("nofin-image");
        Path bin = Files.createDirectory(root.resolve("bin"));
        Path busybox = bin.resolve("busybox");
        try {
            Files.copy(Path.of("/bin/busybox"), busybox);
            busybox.toFile().setExecutable(true);
            for (String applet : List.of("sh", "sleep", "ip", "ping")) {
                Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
            }
            importTar(root);
        } finally {
            try (Stream<Path> files = Files.walk(root)) {
                files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
            }
        }
    }

    private void importTar(Path root) throws IOException {
        List<Process> pipeline = ProcessBuilder.startPipeline(List.of(
            new ProcessBuilder("tar", "--create", "--directory", root.toString(), ".")
                .redirectError(ProcessBuilder.Redirect.INHERIT),
            command("import", "-", IMAGE).redirectError(ProcessBuilder.Redirect.INHERIT)));
        await(pipeline.get(1), List.of("docker", "import"));
    }

    private ProcessBuilder command(String... arguments) {
        ProcessBuilder command = new ProcessBuilder(Stream.concat(Stream.of("docker", "--host", host), Stream.of(arguments)).toList());
        command.environment().remove("DOCKER_CONTEXT");
        return command;
    }

    private static String await(Process process, List<String> command) throws IOException {
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroy();
                throw new IllegalStateException("still running after " + PATIENCE_SECONDS + " s: " + command);
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException("exit code " + process.exitValue() + ": " + command + "\n" + text);
            }
            return text;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command, e);
        }
    }
}
