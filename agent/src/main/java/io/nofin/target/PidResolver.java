package io.nofin.target;

import io.nofin.api.TargetNotFoundException;
import io.nofin.linux.Errno;
import io.nofin.linux.ErrnoException;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Finds the namespace that a process is in. May be used from any thread. */
public final class PidResolver implements TargetResolver {

    @Override
    public List<TargetHost> resolve(String name, TargetSpec spec) throws IOException {
        if (!(spec instanceof TargetSpec.Pid process)) {
            throw new IllegalArgumentException("not a pid target: " + spec);
        }
        return List.of(hold(name, spec.toString(), process.pid()));
    }

    /**
     * Holds the namespace of a process, and makes sure that it is that process's and not a later one's with the same number.
     *
     * @param origin the name of the process in errors, for example {@code docker:app}
     * @throws TargetNotFoundException when the process has ended, or is in the host's namespace
     */
    public static TargetHost hold(String label, String origin, long pid) throws IOException {
        ProcessStat before = stat(origin, pid);
        NetworkNamespace namespace = open(origin, pid);
        try {
            if (stat(origin, pid).startTicks() != before.startTicks()) {
                throw ended(origin, pid);
            }
        } catch (IOException | RuntimeException e) {
            namespace.close();
            throw e;
        }
        return NamespaceInspector.inspectOrClose(label, origin, namespace);
    }

    private static ProcessStat stat(String origin, long pid) throws IOException {
        ProcessStat stat;
        try {
            stat = ProcessStat.of(pid);
        } catch (NoSuchFileException e) {
            throw new TargetNotFoundException(origin + ": there is no process " + pid + ": name one that is running");
        }
        if (stat.hasEnded()) {
            throw new TargetNotFoundException(origin + ": process " + pid
                + " has ended and only its parent has not noticed yet (a zombie): name one that is running");
        }
        return stat;
    }

    private static NetworkNamespace open(String origin, long pid) throws IOException {
        try {
            return NamespaceInspector.open(origin, Path.of("/proc", Long.toString(pid), "ns", "net"));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT || e.errno() == Errno.ESRCH) {
                throw ended(origin, pid);
            }
            throw e;
        }
    }

    private static TargetNotFoundException ended(String origin, long pid) {
        return new TargetNotFoundException(origin + ": process " + pid
            + " ended while nofin looked at it: name one that is running");
    }
}
