package io.nofin.testing;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jnr.ffi.LibraryLoader;
import jnr.ffi.annotations.In;

/**
 * Another user of this host, as whom a test connects: one thread whose effective user and group are theirs. The system calls are made
 * directly, since the C library's functions would change all threads; see "C library/kernel differences" in setresuid(2).
 */
public final class OtherUser implements AutoCloseable {

    private static final boolean IS_ARM = System.getProperty("os.arch").equals("aarch64");
    private static final long SYS_SETGROUPS = IS_ARM ? 159 : 116;
    private static final long SYS_SETRESUID = IS_ARM ? 147 : 117;
    private static final long SYS_SETRESGID = IS_ARM ? 149 : 119;
    private static final Kernel KERNEL = LibraryLoader.create(Kernel.class).load("c");

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    /** The C library's, for no more than three arguments. */
    public interface Kernel {
        long syscall(long number, long first, @In byte[] second);

        long syscall(long number, long first, long second, long third);
    }

    private OtherUser() {
    }

    /** @param group the only one they are in */
    public static OtherUser of(int user, int group) throws IOException {
        OtherUser other = new OtherUser();
        other.call(() -> {
            check(KERNEL.syscall(SYS_SETGROUPS, 0, new byte[0]));
            check(KERNEL.syscall(SYS_SETRESGID, -1, group, -1));
            check(KERNEL.syscall(SYS_SETRESUID, -1, user, -1));
            return null;
        });
        return other;
    }

    /** Does something as that user, one thing at a time. */
    public <T> T call(Callable<T> work) throws IOException {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private static void check(long result) throws IOException {
        if (result != 0) {
            throw new IOException("this thread cannot be another user's: " + result);
        }
    }
}
