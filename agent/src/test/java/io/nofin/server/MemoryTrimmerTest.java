package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.testing.Wait;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class MemoryTrimmerTest {

    private static final int LARGE = 64 << 20;

    @Test
    void collectsALargeHeapAtRest() throws Exception {
        byte[] large = new byte[LARGE];
        MemoryTrimmer trimmer = new MemoryTrimmer(() -> true);
        WeakReference<Object> garbage = new WeakReference<>(new Object());

        Wait.until("it has collected", () -> {
            trimmer.look();
            return garbage.get() == null;
        });

        Reference.reachabilityFence(large);
    }

    @Test
    void asksEachTimeWhetherItMayWhileItMayNot() {
        byte[] large = new byte[LARGE];
        int[] asked = new int[1];
        MemoryTrimmer trimmer = new MemoryTrimmer(() -> asked[0]++ < 0);

        trimmer.look();
        trimmer.look();

        assertEquals(2, asked[0], "asked again each time");
        Reference.reachabilityFence(large);
    }
}
