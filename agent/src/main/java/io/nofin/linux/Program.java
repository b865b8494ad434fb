package io.nofin.linux;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/**
 * A short program, run to its end in the network namespace of the calling thread, which waits for it whatever interrupts it.
 * Started by posix_spawn(3): {@link ProcessBuilder} has every descriptor of this process closed one by one, which with a
 * thousand namespaces open takes longer than the program. It is in a process group of its own, so that a Ctrl-C in nofin's
 * terminal does not stop it half-way.
 */
public final class Program {

    private static final int SPAWN_FILE_ACTIONS = 256;      // more than any C library's posix_spawn_file_actions_t
    private static final int SPAWN_ATTRIBUTES = 512;        // likewise for posix_spawnattr_t
    private static final short POSIX_SPAWN_SETPGROUP = 2;   // to a process group of its own, the attribute's default
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MFD_CLOEXEC = 1;
    private static final int SEEK_SET = 0;
    private static final short POLLIN = 1;
    private static final int SIGKILL = 9;
    private static final int SIGNAL_MASK = 0x7F;
    private static final String[] ENVIRONMENT = System.getenv().entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue()).toArray(String[]::new);

    private Program() {
    }

    /**
     * How it ended.
     *
     * @param status as a shell gives it: 128 and the signal's number when one ended it
     * @param output standard output
     * @param errors standard error
     */
    public record End(int status, String output, String errors) {
    }

    /**
     * Runs it.
     *
     * @param command the program's path and its arguments
     * @param input   what it reads from standard input
     * @throws ErrnoException when it cannot be started
     * @throws IOException    when it was still running after {@code patience}, and was killed
     */
    public static End run(List<String> command, String input, Duration patience) throws IOException {
        int[] pipe = new int[2];
        Syscall.check("pipe2", () -> LibC.INSTANCE.pipe2(pipe, O_CLOEXEC));
        try (FileDescriptor output = FileDescriptor.of(pipe[0])) {
            int pid;
            try (FileDescriptor errors = inMemory("")) {
                try (FileDescriptor outputOfProgram = FileDescriptor.of(pipe[1]); FileDescriptor inputOfProgram = inMemory(input)) {
                    pid = spawn(command, inputOfProgram.number(), outputOfProgram.number(), errors.number());
                }
                return await(pid, command, output, errors, patience);
            }
        }
    }

    /** A file that is never on a disk: unlike a pipe it takes all of {@code content} before anybody reads. */
    private static FileDescriptor inMemory(String content) throws IOException {
        FileDescriptor file = FileDescriptor.of(Syscall.check("memfd_create", () -> LibC.INSTANCE.memfd_create("nofin", MFD_CLOEXEC)));
        try {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            Syscall.check("write", () -> LibC.INSTANCE.write(file.number(), bytes, bytes.length));
            Syscall.check("lseek", () -> LibC.INSTANCE.lseek(file.number(), 0, SEEK_SET));
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static int spawn(List<String> command, int input, int output, int errors) throws IOException {
        Pointer actions = Memory.allocateDirect(LibC.RUNTIME, SPAWN_FILE_ACTIONS, true);
        Pointer attributes = Memory.allocateDirect(LibC.RUNTIME, SPAWN_ATTRIBUTES, true);
        LibC.INSTANCE.posix_spawn_file_actions_init(actions);
        LibC.INSTANCE.posix_spawnattr_init(attributes);
        try {
            LibC.INSTANCE.posix_spawn_file_actions_adddup2(actions, input, STDIN);
            LibC.INSTANCE.posix_spawn_file_actions_adddup2(actions, output, STDOUT);
            LibC.INSTANCE.posix_spawn_file_actions_adddup2(actions, errors, STDERR);
            LibC.INSTANCE.posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETPGROUP);
            int[] pid = new int[1];
            int error = LibC.INSTANCE.posix_spawn(pid, command.get(0), actions, attributes, command.toArray(String[]::new),
                ENVIRONMENT);
            if (error != 0) {
                throw new ErrnoException("start " + command.get(0), error);
            }
            return pid[0];
        } finally {
            LibC.INSTANCE.posix_spawnattr_destroy(attributes);
            LibC.INSTANCE.posix_spawn_file_actions_destroy(actions);
        }
    }

    private static End await(int pid, List<String> command, FileDescriptor output, FileDescriptor errors, Duration patience)
            throws IOException {
        try {
            String text = readAll(output, System.nanoTime() + patience.toNanos());
            int status = status(pid);
            return new End(status, text, Files.readString(errors.path()));
        } catch (IOException e) {
            LibC.INSTANCE.kill(pid, SIGKILL);
            status(pid);
            throw new IOException(String.join(" ", command) + ": " + e.getMessage(), e);
        }
    }

    private static String readAll(FileDescriptor file, long deadline) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[1 << 12];
        byte[] poll = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(file.number()).putShort(POLLIN).array();
        while (true) {
            int patienceMs = (int) Math.max(0, (deadline - System.nanoTime()) / 1_000_000);
            if (Syscall.check("poll", () -> LibC.INSTANCE.poll(poll, 1, patienceMs)) == 0) {
                throw new IOException("still running, given up");
            }
            int length = Syscall.check("read", () -> LibC.INSTANCE.read(file.number(), some, some.length));
            if (length == 0) {
                return all.toString(StandardCharsets.UTF_8);
            }
            all.write(some, 0, length);
        }
    }

    private static int status(int pid) throws IOException {
        int[] status = new int[1];
        Syscall.check("waitpid", () -> LibC.INSTANCE.waitpid(pid, status, 0));
        int signal = status[0] & SIGNAL_MASK;
        return signal == 0 ? status[0] >> Byte.SIZE & 0xFF : 128 + signal;
    }
}
