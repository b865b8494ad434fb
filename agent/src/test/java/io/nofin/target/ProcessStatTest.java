package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ProcessStatTest {

    @Test
    void isNotFooledByTheNameOfTheCommand() {
        ProcessStat stat = ProcessStat.parse(
            "4711 (a) Z 1 (b) S 1 4711 4711 0 -1 4194560 100 0 0 0 0 0 0 0 20 0 1 0 123456 0 0 0\n");

        assertEquals(new ProcessStat('S', 4_194_560, 123_456), stat);
        assertFalse(stat.hasEnded());
    }

    @Test
    void knowsAKernelThread() {
        assertTrue(ProcessStat.parse(
            "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 1 0 0 20 0 1 0 16 0 0 18446744073709551615\n").isKernelThread());
    }

    @Test
    void readsThisProcess() throws IOException {
        ProcessStat stat = ProcessStat.of(ProcessHandle.current().pid());

        assertFalse(stat.hasEnded());
        assertFalse(stat.isKernelThread());
        assertTrue(stat.startTicks() > 0);
    }

    @Test
    void saysSoWhenThereIsNoSuchProcess() {
        assertThrows(NoSuchFileException.class, () -> ProcessStat.of(Integer.MAX_VALUE));
    }
}
