package io.nofin.linux;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A shell script that goes on when this process ends, however it ends: in a session of its own, and with nothing of this process's
 * open but what it is given. Closing kills it; twice is fine. One thread at a time.
 */
public final class DetachedScript implements AutoCloseable {

    /** The path under which the script reads itself, and the one under which it opens the file it was given. */
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
     * Starts it, with no input, and nobody to read what it prints.
     *
     * @param command what starts it: a program's path and its arguments, {@link #SCRIPT} and {@link #FILE} among them
     * @param script  its text
     * @param file    open in it, also when nobody else has it open any more
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

    /** Its process id; 0 once it is closed. */
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
