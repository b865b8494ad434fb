package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nofin.testing.Wait;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class HeapTrimmerTest {

    private static final int LARGE = 64 << 20;

    @Test
    void collectsALargeHeapAtRest() throws Exception {
        byte[] large = new byte[LARGE];
        HeapTrimmer trimmer = new HeapTrimmer(() -> true);
        WeakReference<Object> garbage = new WeakReference<>(new Object());

        Wait.until("it has collected", () -> {
            trimmer.trim();
            return garbage.get() == null;
        });

        Reference.reachabilityFence(large);
    }

    @Test
    void asksEachTimeWhetherItMayWhileItMayNot() {
        byte[] large = new byte[LARGE];
        int[] asked = new int[1];
        HeapTrimmer trimmer = new HeapTrimmer(() -> asked[0]++ < 0);

        trimmer.trim();
        assertEquals(0, asked[0], "a heap of which nothing is known yet may grow");
        trimmer.trim();
        trimmer.trim();

        assertEquals(2, asked[0], "asked again each time");
        Reference.reachabilityFence(large);
    }
}
