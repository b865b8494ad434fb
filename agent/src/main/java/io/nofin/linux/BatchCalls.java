package io.nofin.linux;

import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;

/**
 * System calls that handle many packets at once, by shared memory too, and those that let a thread wake up on time. Pointers are the addresses of direct
 * buffers, as numbers; {@link MessageVector} describes the structs behind them. The conventions are those of {@link LibC}.
 */
public interface BatchCalls {

    BatchCalls INSTANCE = LibraryLoader.create(BatchCalls.class).failImmediately().load("c");

    int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    int sendmmsg(int fd, long messages, int count, int flags);

    long send(int fd, long buffer, long length, int flags);

    int ppoll(long descriptors, long count, long timeout, long signals);

    int eventfd(int initial, int flags);

    long read(int fd, long buffer, long length);

    long write(int fd, long buffer, long length);

    /** Maps at an address of the kernel's choice where {@code address} is null. With a number there, jnr-ffi loses the sixth parameter. */
    long mmap(@In byte[] address, long length, int protection, int flags, int fd, long offset);

    int munmap(long address, long length);

    int prctl(int option, long first, long second, long third, long fourth);

    int sched_setscheduler(int pid, int policy, long parameter);

    int setpriority(int which, int who, int priority);
}
