package io.nofin.linux;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;

/**
 * Starts programs by posix_spawn(3). {@link ProcessBuilder} closes every descriptor of this process one by one, which with a thousand
 * open namespaces takes longer than most programs.
 */
final class Spawn {

    /** Puts the program into a process group of its own, so that a Ctrl-C in nofin's terminal does not reach it. */
    static final short OWN_GROUP = 2;               // POSIX_SPAWN_SETPGROUP

    /** Puts the program into a session of its own, so that nothing that happens to nofin's terminal reaches it. */
    static final short OWN_SESSION = 0x80;          // POSIX_SPAWN_SETSID

    private static final int FILE_ACTIONS = 256;    // more than any C library's posix_spawn_file_actions_t
    private static final int ATTRIBUTES = 512;      // more than any C library's posix_spawnattr_t
    private static final int SIGNAL_MASK = 0x7F;
    private static final String[] ENVIRONMENT = System.getenv().entrySet().stream()
        .map(variable -> variable.getKey() + "=" + variable.getValue()).toArray(String[]::new);

    private Spawn() {
    }

    /**
     * Starts a program in the network namespace of the calling thread.
     *
     * @param command     the program's path and its arguments
     * @param descriptors the files that the program finds open, by the number under which it finds them; all others are closed
     * @param manner      {@link #OWN_GROUP} or {@link #OWN_SESSION}
     * @return the process id; without {@link #await} the process stays a zombie
     */
    static int start(List<String> command, Map<Integer, FileDescriptor> descriptors, short manner) throws IOException {
        Pointer actions = Memory.allocateDirect(LibC.RUNTIME, FILE_ACTIONS, true);
        Pointer attributes = Memory.allocateDirect(LibC.RUNTIME, ATTRIBUTES, true);
        LibC.INSTANCE.posix_spawn_file_actions_init(actions);
        LibC.INSTANCE.posix_spawnattr_init(attributes);
        try {
            descriptors.forEach((number, file) -> LibC.INSTANCE.posix_spawn_file_actions_adddup2(actions, file.number(), number));
            // The other descriptors do not all close on exec: pipes that a ProcessBuilder has just opened would keep it waiting for this
            // program's end.
            LibC.INSTANCE.posix_spawn_file_actions_addclosefrom_np(actions, Collections.max(descriptors.keySet()) + 1);
            LibC.INSTANCE.posix_spawnattr_setflags(attributes, manner);
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

    /** Waits for a program's end. Returns the status as a shell gives it: 128 plus the signal's number when a signal ended it. */
    static int await(int pid) throws IOException {
        int[] status = new int[1];
        Syscall.check("waitpid", () -> LibC.INSTANCE.waitpid(pid, status, 0));
        int signal = status[0] & SIGNAL_MASK;
        return signal == 0 ? status[0] >> Byte.SIZE & 0xFF : 128 + signal;
    }
}
