package io.nofin.linux;

import com.sun.jna.Pointer;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Memory of a descriptor that the kernel writes and this process reads; see mmap(2). Reading after {@link #close} ends the process. Not
 * thread-safe.
 */
public final class MappedMemory implements AutoCloseable {

    private static final int PROT_READ = 1;
    private static final int PROT_WRITE = 2;
    private static final int MAP_SHARED = 1;
    private static final long MAP_FAILED = -1;

    private final long address;
    private final ByteBuffer bytes;

    private MappedMemory(long address, int length) {
        this.address = address;
        this.bytes = new Pointer(address).getByteBuffer(0, length).order(ByteOrder.nativeOrder());
    }

    /** Maps the first {@code length} bytes of a descriptor, which may be closed afterwards. */
    public static MappedMemory of(FileDescriptor descriptor, int length) throws ErrnoException {
        long address = BatchCalls.INSTANCE.mmap(null, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.number(), 0);
        if (address == MAP_FAILED) {
            throw new ErrnoException("mmap", LibC.errno());
        }
        return new MappedMemory(address, length);
    }

    /** Returns the memory, in native byte order. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Returns an integer that the kernel writes last: what it wrote before is seen by later reads. */
    public int acquire(int at) {
        int value = bytes.getInt(at);
        VarHandle.acquireFence();
        return value;
    }

    /** Writes an integer that the kernel waits for, behind all reads that came before. */
    public void release(int at, int value) {
        VarHandle.releaseFence();
        bytes.putInt(at, value);
    }

    @Override
    public void close() {
        BatchCalls.INSTANCE.munmap(address, bytes.capacity());
    }
}
