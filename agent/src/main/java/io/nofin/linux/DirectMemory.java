package io.nofin.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Pointer;

/** Memory outside the heap, whose address the kernel can be given; in native byte order. */
public final class DirectMemory {

    private DirectMemory() {
    }

    public static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Good for as long as {@code buffer} is reachable. */
    public static long address(ByteBuffer buffer) {
        return Pointer.wrap(LibC.RUNTIME, buffer).address();
    }
}
