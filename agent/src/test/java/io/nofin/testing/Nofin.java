package io.nofin.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The {@code nofin} command as a process of its own, in a {@link World} or beside a {@link DockerDaemon}. Closing it kills it. It is
 * started from the folder that the system property {@code nofin.app} names, as native-scripts/build leaves it: that is quicker; else
 * from this process's class path.
 */
public final class Nofin implements AutoCloseable {

    private static final List<String> PROGRAM = Optional.ofNullable(System.getProperty("nofin.app"))
        .map(app -> List.of("-XX:SharedArchiveFile=" + app + "/nofin.jsa", "-cp", app + "/nofin.jar"))
        .orElse(List.of("-cp", System.getProperty("java.class.path")));
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final int PATIENCE_SECONDS = 120;
    private static final int LONGEST_MESSAGE = 4000;
    private static final int POLL_MS = 5;

    private final List<String> arguments;
    private final Process process;
    private final Path output;
    private final Path errors;

    /** The result of nofin's run: its exit code, and what it printed. */
    public record Result(int exitCode, String output, String errors) {

        /** Fails the test unless it ended so, and without a Java stack trace. */
        public Result exitedWith(int code) {
            assertEquals(code, exitCode, toString());
            assertFalse((output + errors).contains("\tat ") || errors.contains("Exception"), toString());
            return this;
        }

        /** Returns the exit code, the errors and the last part of the output, which say why nofin ended so. */
        @Override
        public String toString() {
            String end = output.length() <= LONGEST_MESSAGE ? output : "..." + output.substring(output.length() - LONGEST_MESSAGE);
            return "nofin exited with " + exitCode + ":\n" + errors + end;
        }
    }

    private Nofin(List<String> arguments, Process process, Path output, Path errors) {
        this.arguments = arguments;
        this.process = process;
        this.output = output;
        this.errors = errors;
    }

    public static Nofin start(World world, String... arguments) throws IOException {
        return start(world, List.of(), Map.of(), arguments);
    }

    /**
     * Starts it.
     *
     * @param prefix      a command that runs the command behind it
     * @param environment added to this process's
     */
    public static Nofin start(World world, List<String> prefix, Map<String, String> environment, String... arguments) throws IOException {
        return start(world, PROGRAM, prefix, environment, arguments);
    }

    /** Starts nofin as the user nobody, who cannot read where Maven keeps libraries: so from a copy of its class files. */
    public static Nofin startAsNobody(World world, String classPath, String... arguments) throws IOException {
        return start(world, List.of("-cp", classPath), List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
            "--bounding-set", "-all", "--inh-caps", "-all"), Map.of(), arguments);
    }

    /** Starts nofin in a process group of its own, as the foreground job of a terminal is. */
    public static Nofin startInTerminal(World world, String... arguments) throws IOException {
        return start(world, List.of("setsid"), Map.of(), arguments);
    }

    /**
     * Starts it where it sees a Docker daemon's containers, which it cannot from a world: on this machine, with a {@code /run} of its
     * own.
     *
     * @param directory for its files; the caller's to remove
     */
    public static Nofin startBeside(DockerDaemon daemon, Path directory, String... arguments) throws IOException {
        return startHere(directory, Map.of("DOCKER_HOST", daemon.host()), arguments);
    }

    /**
     * Starts it where it sees the processes of this machine, and with them hosts that a test has made: with a {@code /run} of its own.
     *
     * @param directory for its files; the caller's to remove
     */
    public static Nofin startHere(Path directory, String... arguments) throws IOException {
        return startHere(directory, Map.of(), arguments);
    }

    private static Nofin startHere(Path directory, Map<String, String> environment, String... arguments) throws IOException {
        Files.createDirectories(directory.resolve("tmp"));
        List<String> around = List.of("unshare", "--mount", "--fork", "--kill-child=KILL", "sh", "-c",
            "mount -t tmpfs nofin-run /run && exec \"$@\"", "sh");
        return start(around, directory, PROGRAM, environment, arguments);
    }

    private static Nofin start(World world, List<String> program, List<String> prefix, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(world.inside(prefix.toArray(String[]::new)), world.directory(), program, environment, arguments);
    }

    private static Nofin start(List<String> prefix, Path directory, List<String> program, Map<String, String> environment,
            String... arguments) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("env", "--default-signal=INT,QUIT,HUP"));     // whatever the tests ignore, for example under nohup
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-XX:-UsePerfData", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED", "-Djava.io.tmpdir=" + directory.resolve("tmp")));
        command.addAll(program);
        command.add("io.nofin.cli.Main");
        command.addAll(List.of(arguments));
        int number = NUMBER.incrementAndGet();
        Path output = directory.resolve("output" + number);
        Path errors = directory.resolve("errors" + number);
        ProcessBuilder builder = new ProcessBuilder(command)
            .directory(directory.toFile()).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().put("TMPDIR", directory.resolve("tmp").toString());
        builder.environment().putAll(environment);
        return new Nofin(List.of(arguments), builder.start(), output, errors);
    }

    /** Returns the words that start nofin, for a command line of the test's own. */
    public static List<String> command() {
        return Stream.concat(Stream.of(System.getProperty("java.home") + "/bin/java"),
            Stream.concat(PROGRAM.stream(), Stream.of("io.nofin.cli.Main"))).toList();
    }

    /** Runs nofin to its end. */
    public static Result run(World world, String... arguments) throws IOException {
        return start(world, arguments).await();
    }

    /** Waits until nofin says {@code text} on standard error. */
    public Nofin awaitSaying(String text) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.readString(errors).contains(text)) {
            if (!process.isAlive() && !Files.readString(errors).contains(text) || System.nanoTime() - deadline > 0) {
                fail("it never said '" + text + "': " + arguments + ": " + Files.readString(output) + Files.readString(errors));
            }
            sleep();
        }
        return this;
    }

    /** Returns all that nofin has said on standard error so far. */
    public String said() throws IOException {
        return Files.readString(errors);
    }

    /** Returns all that nofin has printed on standard output so far. */
    public String printed() throws IOException {
        return Files.readString(output);
    }

    /** Waits until gates are open. */
    public Nofin awaitFiring() throws IOException {
        return awaitSaying("  inject ");
    }

    public Result await() throws IOException {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                close();
                fail("still running: " + arguments + ": " + Files.readString(output) + Files.readString(errors));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    /** Sends a signal, for example {@code INT}. */
    public Nofin signal(String name) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(jvm().pid())).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return this;
    }

    /** Returns whether nofin has not ended yet. */
    public boolean isRunning() {
        return process.isAlive();
    }

    /** Returns the process id of nofin's JVM, as this process sees it. */
    public long pid() {
        return jvm().pid();
    }

    /** Kills nofin, if it has not ended by itself meanwhile. */
    public void kill() {
        process.children().forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills the guard, which would undo the run if nofin were killed, if there is one now. */
    public Nofin killGuard() {
        process.children().flatMap(ProcessHandle::children).filter(child -> child.info().command().orElse("").endsWith("/flock"))
            .forEach(ProcessHandle::destroyForcibly);
        return this;
    }

    /** Does what Ctrl-C does, many times: a terminal sends the signal to all of its foreground job, nofin's children among it. */
    public void interruptAll(int times) throws IOException {
        String all = "-" + jvm().pid();
        try {
            new ProcessBuilder("sh", "-c", "for i in $(seq " + times + "); do kill -INT " + all
                + " 2>/dev/null || break; sleep 0.005; done").inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Returns nofin's JVM: the child of nsenter or unshare, as commands behind those, such as setpriv, turn into it by exec. */
    private ProcessHandle jvm() {
        return process.children().findFirst().orElseThrow();
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
