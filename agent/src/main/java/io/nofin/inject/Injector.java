package io.nofin.inject;

import io.nofin.api.UnsupportedHostException;
import io.nofin.journal.RunDescription;
import io.nofin.journal.RunDirectory;
import io.nofin.lifecycle.FailureCollector;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.HostPlan;
import io.nofin.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Puts a plan into the kernel, all of it or nothing. */
public final class Injector {

    private Injector() {
    }

    /**
     * Arms every namespace of the plan, gates closed, and reads it back. From the first change on, all of it is undone when this
     * process dies.
     *
     * @param namespaces the namespaces by the paths by which the plan knows them; the caller closes them
     * @param directory  the directory in which the run keeps its journal
     * @return the armed faults; closing it disarms
     * @throws IOException when any operation is refused; those that were done before it are undone
     */
    public static ArmedFaults arm(Plan plan, Map<Path, NetworkNamespace> namespaces, RunDirectory directory) throws IOException {
        return arm(plan, namespaces, directory, RunDescription.EMPTY);
    }

    /**
     * Arms every namespace of the plan, like {@link #arm(Plan, Map, RunDirectory)}.
     *
     * @param card the description of the run for whoever meets it
     */
    public static ArmedFaults arm(Plan plan, Map<Path, NetworkNamespace> namespaces, RunDirectory directory, RunDescription card) throws IOException {
        checkDescriptors(plan.hosts().size());
        RunGuard runGuard = RunGuard.start(directory, plan.run(), card);
        FailureCollector failureCollector = new FailureCollector();
        List<ArmedHost> armed = armed(plan.hosts(), namespaces, runGuard, failureCollector);
        if (failureCollector.isEmpty()) {
            try {
                return new ArmedFaults(plan, armed, runGuard);
            } catch (IOException refused) {
                failureCollector.add(refused);
            } catch (RuntimeException | Error defect) {
                failureCollector.add(new IOException("defect: " + defect, defect));
            }
        }
        Workers.close(armed, failureCollector);
        failureCollector.attempt(runGuard::close);
        throw failureCollector.first();
    }

    /** Arms hosts, several at a time; failures of some go to {@code failures}. */
    static List<ArmedHost> armed(List<HostPlan> hosts, Map<Path, NetworkNamespace> namespaces, RunGuard runGuard, FailureCollector failures) {
        JournalledPlaces journals = new JournalledPlaces(runGuard.directory());
        return Workers.each(hosts, host -> ArmedHost.arm(host, namespaces.get(host.host().namespace()), runGuard, journals), failures);
    }

    /** Checks that there are enough descriptors, before anything is done: without them nothing could be undone either. */
    private static void checkDescriptors(int hosts) throws IOException {
        long needed = hosts + Workers.DESCRIPTORS;
        long available = FileDescriptor.available();
        if (available < needed) {
            throw new UnsupportedHostException("too few file descriptors: arming " + hosts + " namespaces takes " + needed + ", and "
                + available + " are left: raise the hard limit, with ulimit -n as root or LimitNOFILE= of a systemd service");
        }
    }
}
