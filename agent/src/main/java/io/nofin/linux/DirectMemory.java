package io.nofin.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Pointer;

/** Memory outside the heap, in native byte order, whose address can be given to the kernel. */
public final class DirectMemory {

    private DirectMemory() {
    }

    public static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Returns an address that is valid for as long as {@code buffer} is reachable. */
    public static long address(ByteBuffer buffer) {
        return Pointer.wrap(LibC.RUNTIME, buffer).address();
    }
}
