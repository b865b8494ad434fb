package io.nofin.queue;

import io.nofin.linux.BatchCalls;
import io.nofin.linux.DirectMemory;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.Syscall;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Sleeps until a descriptor can be read, {@link #ring} is called, or a time has come: to the microsecond, by ppoll(2) with the
 * thread's timer slack taken off. One thread waits; any may ring.
 */
final class PollTimer implements Closeable {

    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;
    private static final short POLLIN = 1;
    private static final int PR_SET_TIMERSLACK = 29;
    private static final int SCHED_RR = 2;
    private static final int SCHED_RESET_ON_FORK = 0x4000_0000;
    private static final int PRIO_PROCESS = 0;
    private static final int HIGHEST_PRIORITY = -20;
    private static final long NANOS = 1_000_000_000L;
    private static final int POLLFD = 8;
    private static final int TIMESPEC = 16;


    private final FileDescriptor bell;
    private final int bellAt;                           // the struct pollfd of the bell is the last one; then timespec, counter
    private final ByteBuffer memory;
    private final long address;
    private final ByteBuffer one = DirectMemory.allocate(Long.BYTES).putLong(0, 1);
    private final long oneAddress = DirectMemory.address(one);
    private boolean open = true;

    PollTimer(int... descriptors) throws IOException {
        bellAt = descriptors.length * POLLFD;
        memory = DirectMemory.allocate(bellAt + POLLFD + TIMESPEC + Long.BYTES);
        address = DirectMemory.address(memory);
        this.bell = FileDescriptor.of(Syscall.check("eventfd", () -> BatchCalls.INSTANCE.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)));
        for (int i = 0; i < descriptors.length; i++) {
            memory.putInt(i * POLLFD, descriptors[i]).putShort(i * POLLFD + 4, POLLIN);
        }
        memory.putInt(bellAt, bell.number()).putShort(bellAt + 4, POLLIN);
    }

    /**
     * Makes the calling thread wake in time: timers without slack, and a turn on a processor as soon as it is ready, by real-time
     * scheduling where that is allowed, and by priority else. The kernel keeps 5 % of the time for all other threads; see sched(7).
     */
    static void hurryThisThread() {
        BatchCalls.INSTANCE.prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
        ByteBuffer priority = DirectMemory.allocate(Integer.BYTES).putInt(0, 1);
        if (BatchCalls.INSTANCE.sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, DirectMemory.address(priority)) != 0) {
            BatchCalls.INSTANCE.setpriority(PRIO_PROCESS, 0, HIGHEST_PRIORITY);
        }
    }

    /** @param nanos the longest time to wait; less than 0 for no limit */
    void await(long nanos) {
        poll(address, bellAt / POLLFD + 1, nanos);
    }

    /** Sleeps for {@code nanos} whatever comes to the descriptors, unless {@link #ring} is called. */
    void pause(long nanos) {
        poll(address + bellAt, 1, nanos);
    }

    private void poll(long descriptors, int count, long nanos) {
        int timespec = bellAt + POLLFD;
        if (nanos >= 0) {
            memory.putLong(timespec, nanos / NANOS).putLong(timespec + 8, nanos % NANOS);
        }
        int ready = BatchCalls.INSTANCE.ppoll(descriptors, count, nanos < 0 ? 0 : address + timespec, 0);
        if (ready > 0 && memory.getShort(bellAt + 6) != 0) {
            BatchCalls.INSTANCE.read(bell.number(), address + timespec + TIMESPEC, Long.BYTES);
            memory.putShort(bellAt + 6, (short) 0);
        }
    }

    /** Wakes the thread that waits, or the next one to wait; does nothing after {@link #close}. */
    synchronized void ring() {
        if (open) {
            BatchCalls.INSTANCE.write(bell.number(), oneAddress, Long.BYTES);
        }
    }

    @Override
    public synchronized void close() {
        open = false;
        bell.close();
    }
}
