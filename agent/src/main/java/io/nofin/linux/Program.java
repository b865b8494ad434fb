package io.nofin.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A short program, run to its end in the network namespace of the calling thread, which waits for it whatever interrupts it. It is in a
 * process group of its own, so that a Ctrl-C in nofin's terminal does not stop it half-way.
 */
public final class Program {

    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int KEPT = 3;
    private static final int O_CLOEXEC = 0x80000;
    private static final short POLLIN = 1;
    private static final int SIGKILL = 9;
    private static final int MOST_MEBIBYTES = 16;       // of output: anybody may have put into a namespace what is printed

    private Program() {
    }

    /**
     * The outcome of a program.
     *
     * @param status the status as a shell gives it: 128 plus the signal's number when a signal ended it
     * @param output standard output
     * @param errors standard error
     */
    public record End(int status, String output, String errors) {
    }

    /** Runs a program that has nothing of this process open. */
    public static End run(List<String> command, String input, Duration patience) throws IOException {
        return run(command, input, patience, Optional.empty());
    }

    /**
     * Runs a program.
     *
     * @param command the program's path and its arguments
     * @param input   the text that it reads from standard input
     * @param kept    a file that is open in the program too, so that its lock lasts until both have ended
     * @throws ErrnoException when it cannot be started
     * @throws IOException    when it was still running after {@code patience}, or printed more than 16 MiB, and was killed
     */
    public static End run(List<String> command, String input, Duration patience, Optional<FileDescriptor> kept) throws IOException {
        int[] pipe = new int[2];
        Syscall.check("pipe2", () -> LibC.INSTANCE.pipe2(pipe, O_CLOEXEC));
        try (FileDescriptor output = FileDescriptor.of(pipe[0])) {
            int pid;
            try (FileDescriptor errors = MemoryFile.of("")) {
                try (FileDescriptor outputOfProgram = FileDescriptor.of(pipe[1]); FileDescriptor inputOfProgram = MemoryFile.of(input)) {
                    Map<Integer, FileDescriptor> descriptors = new LinkedHashMap<>();
                    descriptors.put(STDIN, inputOfProgram);
                    descriptors.put(STDOUT, outputOfProgram);
                    descriptors.put(STDERR, errors);
                    kept.ifPresent(file -> descriptors.put(KEPT, file));
                    pid = Spawn.start(command, descriptors, Spawn.OWN_GROUP);
                }
                return await(pid, command, output, errors, patience);
            }
        }
    }

    private static End await(int pid, List<String> command, FileDescriptor output, FileDescriptor errors, Duration patience)
            throws IOException {
        try {
            String text = readAll(output, System.nanoTime() + patience.toNanos());
            int status = Spawn.await(pid);
            return new End(status, text, Files.readString(errors.path()));
        } catch (IOException e) {
            LibC.INSTANCE.kill(pid, SIGKILL);
            Spawn.await(pid);
            throw new IOException(String.join(" ", command) + ": " + e.getMessage(), e);
        }
    }

    private static String readAll(FileDescriptor file, long deadline) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[1 << 12];
        byte[] poll = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(file.number()).putShort(POLLIN).array();
        while (true) {
            int patienceMs = (int) Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
            if (Syscall.check("poll", () -> LibC.INSTANCE.poll(poll, 1, patienceMs)) == 0) {
                throw new IOException("still running, given up");
            }
            int length = Syscall.check("read", () -> LibC.INSTANCE.read(file.number(), chunk, chunk.length));
            if (length == 0) {
                return all.toString(StandardCharsets.UTF_8);
            }
            all.write(chunk, 0, length);
            if (all.size() > MOST_MEBIBYTES << 20) {
                throw new IOException("it prints more than " + MOST_MEBIBYTES + " MiB");
            }
        }
    }
}
