package io.nofin.linux;

import io.nofin.lifecycle.Threads;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A command of the user, which runs in the network namespace of the thread that started it, or in the {@linkplain HostNetwork host's} where
 * that thread never left nofin's own; in a session of its own, so that a Ctrl-C in nofin's terminal does not reach it. When it ends, or this
 * is closed, its children are killed. One thread may wait for it while another closes it.
 */
public final class Job implements AutoCloseable {

    private static final int SIGKILL = 9;
    private static final int LONGEST_LINE = 200;
    private static final int LONGEST_OUTPUT = 1_000_000;
    private static final long LAST_WORDS_MILLIS = 500;

    private static final Path HOME = Path.of("/proc/self/ns/net");

    /**
     * Runs a command without input. The program around it gets the namespace as its standard input, where it stays open whatever this
     * process closes.
     */
    private static final String RUN = "exec setsid -- \"$@\" </dev/null";

    private final Process process;
    private final Thread reader;
    private final StringBuilder lastLine = new StringBuilder();
    private final StringBuilder output = new StringBuilder();

    /**
     * The outcome of a command.
     *
     * @param status   the status as a shell gives it: 128 plus the signal's number when a signal ended it; empty when it was killed after
     *                 its time
     * @param lastLine the last line it wrote to standard output or standard error, or the first 200 characters of that line, without
     *                 control characters for terminals; empty for none
     * @param output   all it wrote to either, or the first million characters of it
     */
    public record End(OptionalInt status, String lastLine, String output) {
    }

    private Job(Process process) {
        this.process = process;
        this.reader = Threads.daemon("nofin-job-output", this::drain);
        reader.start();
    }

    /**
     * Starts a command.
     *
     * @param environment the variables added to those of this process
     * @throws IOException when there is no setsid(1), or no nsenter(1) for another namespace than this process's own; a command that
     *                     is not there ends with status 127
     */
    public static Job start(List<String> command, Map<String, String> environment) throws IOException {
        try (NetworkNamespace here = HostNetwork.ofThisThread()) {
            boolean home = here.id().equals(NetworkNamespace.Id.of(HOME));
            List<String> words = new ArrayList<>(home ? List.of("setsid", "--") : List.of("nsenter", "--net=/proc/self/fd/0", "sh", "-c", RUN, "sh"));
            words.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(home ? new File("/dev/null") : here.descriptorPath().toFile()));
            builder.environment().putAll(environment);
            return HomeThread.call(() -> new Job(builder.start()));
        }
    }

    /** Waits for the command's end, and kills it if it is still running after {@code patience}. */
    public End await(Duration patience) throws IOException {
        try {
            boolean ended = process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
            close();
            reader.join(LAST_WORDS_MILLIS);
            return new End(ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(), lastLine(), output());
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Kills the command and all its children except those that made themselves independent of it. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        LibC.INSTANCE.kill(-(int) process.pid(), SIGKILL);      // setsid made it the leader of a group
        children.forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();       // Process.destroyForcibly would close its output unread
    }

    private void drain() {
        char[] chunk = new char[4096];
        try (Reader output = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int count = output.read(chunk); count >= 0; count = output.read(chunk)) {
                append(chunk, count);
            }
        } catch (IOException e) {
            // The pipe was closed because the command has ended.
        }
    }

    /** Appends output. A new line begins with its first character, so that the last line stays when its line end comes. */
    private synchronized void append(char[] chunk, int count) {
        output.append(chunk, 0, Math.min(count, LONGEST_OUTPUT - output.length()));
        for (int i = 0; i < count; i++) {
            if (!lastLine.isEmpty() && lastLine.charAt(lastLine.length() - 1) == '\n') {
                lastLine.setLength(0);
            }
            if (chunk[i] == '\n' || lastLine.length() < LONGEST_LINE) {
                lastLine.append(chunk[i]);
            }
        }
    }

    private synchronized String output() {
        return output.toString();
    }

    private synchronized String lastLine() {
        return lastLine.toString().strip().replaceAll("\\p{Cntrl}", "?");
    }
}
