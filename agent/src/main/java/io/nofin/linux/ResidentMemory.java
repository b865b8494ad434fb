package io.nofin.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory of this process that is in RAM, as proc(5) shows it. A third of what a JVM at rest has there are pages of files that it
 * has mapped and does not write to: its archive of classes, its own code, and its modules. They are the page cache's, the kernel would drop
 * them first when memory is short, and any process that has the same files shares them; yet everybody who looks at a process counts
 * them as its own. {@link #letGo} takes them out of the process before that. They stay in the page cache, so that coming back costs
 * the process a fault of half a microsecond for 16 pages, and no disk is asked unless the kernel needed the memory meanwhile.
 */
public final class ResidentMemory {

    private static final Path STATM = Path.of("/proc/self/statm");
    private static final Path MAPS = Path.of("/proc/self/smaps");
    private static final int MADV_DONTNEED = 4;

    private static final Pattern FIELD = Pattern.compile("(\\w+):\\s+(\\d+) kB");
    /** The first line of a mapping that nobody writes to, of a file that the JVM keeps mapped for as long as it lives. */
    private static final Pattern MAPPING = Pattern.compile("(\\p{XDigit}+)-(\\p{XDigit}+) r-[x-][ps] .* (/\\S*(?:\\.jsa|/libjvm\\.so|/lib/modules))");
    private static final Pattern ANY_MAPPING = Pattern.compile("\\p{XDigit}+-\\p{XDigit}+ .*");

    private ResidentMemory() {
    }

    /** Returns its size in bytes, to within some pages for each processor. */
    public static long bytes() throws IOException {
        return Long.parseLong(Files.readString(STATM).split(" ")[1]) * LibC.INSTANCE.getpagesize();
    }

    /**
     * Gives unused memory of the C library back, and lets go of the pages of the JVM's files. A mapping with a page of its own, as where
     * the JVM had to move its archive to another address, is left as it is.
     */
    public static void letGo() throws IOException {
        LibC.INSTANCE.malloc_trim(0);
        Matcher mapping = MAPPING.matcher("");
        boolean found = false;
        for (String line : Files.readAllLines(MAPS)) {
            if (ANY_MAPPING.matcher(line).matches()) {
                found = mapping.reset(line).matches();
            } else if (found && isZero(line, "Anonymous")) {
                long start = Long.parseUnsignedLong(mapping.group(1), 16);
                long length = Long.parseUnsignedLong(mapping.group(2), 16) - start;
                Syscall.check("madvise", () -> LibC.INSTANCE.madvise(start, length, MADV_DONTNEED));
            }
        }
    }

    private static boolean isZero(String line, String field) {
        Matcher value = FIELD.matcher(line);
        return value.matches() && value.group(1).equals(field) && value.group(2).equals("0");
    }
}
