package io.nofin.journal;

import io.nofin.lifecycle.Threads;
import io.nofin.linux.DetachedScript;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.Syscall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A process that is ready to become the guard of this process's next run: starting one takes longer than arming. It ends when this
 * process does, or when this is closed. Only for processes that arm again and again. Thread-safe.
 */
public final class GuardReserve implements AutoCloseable {

    private static final int O_CLOEXEC = 0x80000;
    private static final String WAIT = "cd / && IFS= read -r journal <&4 && exec 4<\"$journal\" && exec flock " + DetachedScript.FILE + " /bin/sh "
        + DetachedScript.SCRIPT + " --guard \"$journal\"";

    private static final long PAUSE_MS = 20;      // longer than arming takes, which it would compete with

    private static Optional<GuardReserve> current = Optional.empty();       // guarded by the class

    private final ScheduledExecutorService starter = Threads.one("nofin-guard-reserve");
    private Optional<Ready> ready = Optional.empty();                       // guarded by the class, as what follows
    private boolean closed;

    /**
     * A process that reads the path of a journal from a pipe, and guards it then.
     *
     * @param order the end of the pipe to write to
     */
    private record Ready(DetachedScript script, FileDescriptor order) {

        static Ready start() throws IOException {
            int[] pipe = new int[2];
            Syscall.check("pipe2", () -> LibC.INSTANCE.pipe2(pipe, O_CLOEXEC));
            FileDescriptor order = FileDescriptor.of(pipe[1]);
            try (FileDescriptor orders = FileDescriptor.of(pipe[0])) {
                return new Ready(DetachedScript.start(List.of("/bin/sh", "-c", WAIT, "nofin-guard"), Guard.text(), orders), order);
            } catch (IOException e) {
                order.close();
                throw e;
            }
        }

        /** Tells the process what to guard. It is guarded on return: what is in the pipe is read even if this process ends. */
        void guard(Path journal) throws IOException {
            byte[] line = (journal + "\n").getBytes(StandardCharsets.UTF_8);
            Syscall.check("write", () -> LibC.INSTANCE.write(order.number(), line, line.length));
            order.close();
        }

        void dismiss() throws IOException {
            order.close();
            script.close();
        }
    }

    private GuardReserve() {
    }

    /** Starts a process and keeps another one ready each time a run takes one. */
    public static GuardReserve open() throws IOException {
        GuardReserve reserve = new GuardReserve();
        reserve.put(Ready.start());
        synchronized (GuardReserve.class) {
            current = Optional.of(reserve);
        }
        return reserve;
    }

    /** Returns a guard of a journal; empty where no process is ready. */
    static Optional<DetachedScript> take(Path journal) throws IOException {
        Optional<GuardReserve> reserve;
        Optional<Ready> taken = Optional.empty();
        synchronized (GuardReserve.class) {
            reserve = current;
            if (reserve.isPresent()) {
                taken = reserve.get().ready;
                reserve.get().ready = Optional.empty();
            }
        }
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        reserve.get().refill();
        try {
            taken.get().guard(journal);
            return Optional.of(taken.get().script);
        } catch (IOException ended) {
            taken.get().dismiss();
            return Optional.empty();
        }
    }

    /** Starts the next process when the caller has armed; if that fails, the next run starts a guard of its own. */
    private void refill() {
        starter.schedule(() -> {
            put(Ready.start());
            return this;
        }, PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    private void put(Ready started) throws IOException {
        synchronized (GuardReserve.class) {
            if (!closed && ready.isEmpty()) {
                ready = Optional.of(started);
                return;
            }
        }
        started.dismiss();
    }

    @Override
    public void close() throws IOException {
        Optional<Ready> left;
        synchronized (GuardReserve.class) {
            closed = true;
            left = ready;
            ready = Optional.empty();
            current = current.filter(reserve -> reserve != this);
        }
        starter.shutdown();
        if (left.isPresent()) {
            left.get().dismiss();
        }
    }
}
