package io.nofin.run;

import io.nofin.api.Cancellation;
import io.nofin.api.UnsupportedHostException;
import io.nofin.journal.RunDirectory;
import io.nofin.lifecycle.Threads;
import io.nofin.plan.RunId;
import io.nofin.unit.Quoted;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * The file that stops all faults of this host at once: {@code touch /run/nofin/stop}. Every run watches for it by inotify(7) (Java's
 * watch service on Linux), heals and ends when it appears, and no run begins while it exists. A file of a run's own,
 * {@code RUN.ended}, ends that run alone; its text says who ended it and how.
 */
public final class KillSwitch implements AutoCloseable {

    /** The kill switch's file. */
    public static final Path FILE = RunDirectory.STANDARD.killSwitch();

    private static final Path DIRECTORY = FILE.getParent();

    private final Cancellation cancellation;
    private final WatchService watch;
    private volatile boolean used;
    private volatile Optional<RunId> run = Optional.empty();

    private KillSwitch(Cancellation cancellation, WatchService watch) {
        this.cancellation = cancellation;
        this.watch = watch;
    }

    /**
     * Watches until closed, on a thread of its own.
     *
     * @param cancellation cancelled when the file appears
     * @throws UnsupportedHostException when the file exists already
     */
    static KillSwitch watch(Cancellation cancellation) throws IOException {
        KillSwitch killSwitch = new KillSwitch(cancellation, FileSystems.getDefault().newWatchService());
        try {
            killSwitch.registerParent();
            killSwitch.register();
            if (isOn()) {
                throw new UnsupportedHostException("all faults on this host are stopped: remove " + FILE + " to allow them again");
            }
            Thread thread = Threads.daemon("nofin-kill-switch", killSwitch::await);
            thread.start();
            return killSwitch;
        } catch (IOException | RuntimeException | Error e) {
            try (killSwitch) {
                throw e;
            }
        }
    }

    /** Watches for the file of this run, too. */
    void guard(RunId own) {
        run = Optional.of(own);
    }

    /**
     * Asks a run to end, whatever process it belongs to. It has ended when its journal is gone.
     *
     * @param who who ends it and how, for its owner
     */
    public static void end(String run, String who) throws IOException {
        Path draft = DIRECTORY.resolve(run + ".ending");
        Files.writeString(draft, who);
        Files.move(draft, own(run), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes the file that {@link #end} has left. */
    public static void forget(String run) throws IOException {
        Files.deleteIfExists(own(run));
    }

    /** Returns why the kill switch ended the run; empty where it did not. */
    Optional<String> used() {
        return used ? Optional.of("stopped by " + FILE + ", which keeps new faults away until it is removed") : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }

    private void register() throws IOException {
        if (!Files.isDirectory(DIRECTORY, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(DIRECTORY, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        DIRECTORY.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    }

    /** Watches the parent directory as well: a removed directory sends no event while a file in it is open. */
    private void registerParent() throws IOException {
        DIRECTORY.getParent().register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE);
    }

    private void await() {
        try {
            while (!isOn() && !isEnded()) {
                WatchKey key = watch.take();
                key.pollEvents();
                key.reset();
                register();                 // again, where somebody removed the directory
            }
            used = isOn();
            cancellation.cancel();
        } catch (ClosedWatchServiceException e) {
            // the run is over
        } catch (IOException | InterruptedException e) {
            cancellation.cancel();          // a run that cannot be stopped any more must not go on
        }
    }

    private boolean isEnded() throws IOException {
        Optional<Path> file = run.map(own -> own(own.value())).filter(own -> Files.exists(own, LinkOption.NOFOLLOW_LINKS));
        if (file.isPresent()) {
            cancellation.because(Quoted.visible(Files.readString(file.get())));
        }
        return file.isPresent();
    }

    private static Path own(String run) {
        return DIRECTORY.resolve(run + ".ended");
    }

    /** Tells whether all faults of this host are stopped and none may begin. */
    public static boolean isOn() {
        return Files.exists(FILE, LinkOption.NOFOLLOW_LINKS);
    }
}
