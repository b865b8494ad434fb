package io.nofin.linux;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A shell script that goes on when this process ends, however it ends: it runs in a session of its own and has nothing of this process
 * open except what it is given. Closing kills it; closing twice is fine. Not thread-safe.
 */
public final class DetachedScript implements AutoCloseable {

    /** The path by which the script reads its own text, and the path by which it opens the file it was given. */
    public static final String SCRIPT = "/proc/self/fd/3";
    public static final String FILE = "/proc/self/fd/4";

    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int SIGKILL = 9;
    private static final int GONE = 0;

    private int pid;

    private DetachedScript(int pid) {
        this.pid = pid;
    }

    /**
     * Starts the script without input; its output is discarded.
     *
     * @param command the path and arguments of the program that runs it, {@link #SCRIPT} and {@link #FILE} among them
     * @param script  the text of the script
     * @param file    a file that stays open in the script, even when nobody else has it open any more
     */
    public static DetachedScript start(List<String> command, String script, FileDescriptor file) throws IOException {
        Map<Integer, FileDescriptor> descriptors = new LinkedHashMap<>();
        try (FileDescriptor text = MemoryFile.of(script);
                FileDescriptor nobody = FileDescriptor.of(Syscall.check("open /dev/null",
                    () -> LibC.INSTANCE.open("/dev/null", O_RDWR | O_CLOEXEC, 0)))) {
            for (int standard = 0; standard <= 2; standard++) {
                descriptors.put(standard, nobody);
            }
            descriptors.put(3, text);
            descriptors.put(4, file);
            return new DetachedScript(Spawn.start(command, descriptors, Spawn.OWN_SESSION));
        }
    }

    /** Returns the process id, or 0 once this is closed. */
    public int pid() {
        return pid;
    }

    @Override
    public void close() throws IOException {
        if (pid != GONE) {
            LibC.INSTANCE.kill(pid, SIGKILL);
            Spawn.await(pid);
            pid = GONE;
        }
    }
}
