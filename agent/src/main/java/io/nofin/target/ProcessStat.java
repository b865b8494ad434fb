package io.nofin.target;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The part of {@code /proc/PID/stat} that tells a process from a later one of the same number; see proc_pid_stat(5).
 *
 * @param state      one letter; Z and X are those of a process that has ended
 * @param flags      PF_ bits of linux/sched.h
 * @param startTicks the time when it started, in clock ticks since boot
 */
public record ProcessStat(char state, long flags, long startTicks) {

    private static final long PF_KTHREAD = 0x0020_0000;
    private static final int STATE = 3;
    private static final int FLAGS = 9;
    private static final int START_TIME = 22;

    /**
     * Reads the file of a process.
     *
     * @throws NoSuchFileException when there is no such process
     */
    public static ProcessStat of(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            return parse(Files.readString(stat));
        } catch (IOException e) {
            if (Files.exists(stat)) {
                throw e;
            }
            throw new NoSuchFileException(stat.toString());     // it may end between open and read: ESRCH
        }
    }

    /** Parses the file. The second field is the command's name in parentheses, which may itself hold blanks and parentheses. */
    static ProcessStat parse(String stat) {
        String[] fromState = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        return new ProcessStat(fromState[0].charAt(0), Long.parseLong(fromState[FLAGS - STATE]),
            Long.parseLong(fromState[START_TIME - STATE]));
    }

    boolean hasEnded() {
        return state == 'Z' || state == 'X';
    }

    boolean isKernelThread() {
        return (flags & PF_KTHREAD) != 0;
    }
}
