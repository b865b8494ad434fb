package io.nofin.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {

    private static final int BYTES = 4 << 20;
    private static final int KIB = 1024;

    @TempDir
    private Path directory;

    @Test
    void letsGoOfFilesOfTheJvmAndOfNoOthers() throws IOException {
        MappedByteBuffer archive = mapped("mine.jsa", FileChannel.MapMode.READ_ONLY);
        MappedByteBuffer written = mapped("written.jsa", FileChannel.MapMode.READ_WRITE);
        MappedByteBuffer other = mapped("other", FileChannel.MapMode.READ_ONLY);

        ResidentMemory.letGo();

        assertEquals(0, residentKib("mine.jsa"));
        assertEquals(BYTES / KIB, residentKib("written.jsa"));
        assertEquals(BYTES / KIB, residentKib("other"));
        assertEquals(3, archive.get(BYTES - 1) + written.get(BYTES - 1) + other.get(BYTES - 1), "the pages come back");
    }

    @Test
    void leavesAMappingWithPagesOfItsOwn() throws IOException {
        MappedByteBuffer moved = mapped("moved.jsa", FileChannel.MapMode.PRIVATE);
        moved.put(0, (byte) 7);

        ResidentMemory.letGo();

        assertEquals(7, moved.get(0));
    }

    @Test
    void isWhatTheKernelSays() throws IOException {
        long kib = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
        long bytes = ResidentMemory.bytes();

        assertTrue(Math.abs(bytes / KIB - kib) < kib / 4, bytes + " B; the kernel says " + kib + " KiB");
    }

    /** Maps a file of ones, and reads all of it. */
    private MappedByteBuffer mapped(String name, FileChannel.MapMode mode) throws IOException {
        byte[] ones = new byte[BYTES];
        Arrays.fill(ones, (byte) 1);
        Path file = Files.write(directory.resolve(name), ones);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.map(mode, 0, BYTES).load();
        }
    }

    private static long residentKib(String name) throws IOException {
        boolean found = false;
        long kib = 0;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("\\p{XDigit}+-\\p{XDigit}+ .*")) {
                found = line.endsWith("/" + name);
            } else if (found && line.startsWith("Rss:")) {
                kib += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return kib;
    }
}
