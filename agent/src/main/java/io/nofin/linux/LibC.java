package io.nofin.linux;

import java.nio.ByteBuffer;
import jnr.ffi.LastError;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.IntByReference;

/**
 * The functions of the C library that nofin calls, by their own names; see section 2 of the manual for each. They return -1 on failure
 * and leave the reason in errno: call them through {@link Syscall}, which turns that into an exception.
 */
public interface LibC {

    LibC INSTANCE = LibraryLoader.create(LibC.class).failImmediately().load("c");
    Runtime RUNTIME = Runtime.getRuntime(INSTANCE);

    int open(String path, int flags, int mode);

    int openat(int directory, String path, int flags, int mode);

    /** Makes a call that the C library has no function for, here openat2(2). */
    long syscall(long number, int directory, String path, @In byte[] how, long length);

    int mkdir(String path, int mode);

    int mkdirat(int directory, String path, int mode);

    /** Returns the previous mask, and never fails. */
    int umask(int mask);

    int unlinkat(int directory, String path, int flags);

    int fstatfs(int fd, @Out byte[] statfs);

    /** Makes a request that takes no argument. */
    int ioctl(int fd, long request);

    int flock(int fd, int operation);

    int close(int fd);

    int setns(int fd, int nstype);

    int unshare(int flags);

    int madvise(long address, long length, int advice);

    /** Returns 1 when it gave memory back. */
    int malloc_trim(long kept);

    int getpagesize();

    int geteuid();

    int isatty(int fd);

    int socket(int domain, int type, int protocol);

    int bind(int fd, @In byte[] address, int length);

    int connect(int fd, @In byte[] address, int length);

    int getsockname(int fd, @Out byte[] address, IntByReference length);

    int setsockopt(int fd, int level, int option, @In byte[] value, int length);

    int getsockopt(int fd, int level, int option, @Out byte[] value, IntByReference length);

    long send(int fd, @In byte[] buffer, long length, int flags);

    long recv(int fd, @Out byte[] buffer, long length, int flags);

    /** Receives into a direct buffer, without a copy. */
    long recv(int fd, @Out ByteBuffer buffer, long length, int flags);

    long read(int fd, @Out byte[] buffer, long length);

    long write(int fd, @In byte[] buffer, long length);

    long lseek(int fd, long offset, int whence);

    int poll(@In @Out byte[] descriptors, long count, int timeoutMs);

    int pipe2(@Out int[] descriptors, int flags);

    int memfd_create(String name, int flags);

    int getrlimit(int resource, @Out long[] limits);

    int kill(int pid, int signal);

    int waitpid(int pid, @Out int[] status, int options);

    /** Returns the error number, and does not set errno. */
    int posix_spawn(@Out int[] pid, String path, Pointer fileActions, Pointer attributes, @In String[] argv, @In String[] envp);

    int posix_spawnattr_init(Pointer attributes);

    int posix_spawnattr_setflags(Pointer attributes, short flags);

    int posix_spawnattr_destroy(Pointer attributes);

    int posix_spawn_file_actions_init(Pointer fileActions);

    int posix_spawn_file_actions_adddup2(Pointer fileActions, int fd, int newFd);

    /** Needs glibc 2.34 or later. */
    int posix_spawn_file_actions_addclosefrom_np(Pointer fileActions, int fd);

    int posix_spawn_file_actions_destroy(Pointer fileActions);

    Pointer strerror(int errno);

    /** Returns the calling thread's errno, as the last function called by this thread left it. */
    static int errno() {
        return LastError.getLastError(RUNTIME);
    }
}
