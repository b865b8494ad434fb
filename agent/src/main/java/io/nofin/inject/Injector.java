package io.nofin.inject;

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
     * Arms every namespace of the plan, gates closed, and reads it back.
     *
     * @param namespaces by the paths under which the plan knows them; they stay the caller's
     * @return what is armed now; closing it disarms
     * @throws IOException when any operation is refused; those that were done before it are undone
     */
    public static Injection arm(Plan plan, Map<Path, NetworkNamespace> namespaces) throws IOException {
        checkDescriptors(plan.hosts().size());
        Failures failures = new Failures();
        List<ArmedHost> armed = Workers.each(plan.hosts(), host -> ArmedHost.arm(host, namespaces.get(host.host().namespace())),
            failures);
        if (failures.isEmpty()) {
            try {
                return new Injection(plan, armed);
            } catch (IOException refused) {
                failures.add(refused);
            }
        }
        failures.close(armed);
        throw failures.first();
    }

    /** Before anything is done: without descriptors nothing could be undone either. */
    private static void checkDescriptors(int hosts) throws IOException {
        long needed = hosts + Workers.DESCRIPTORS;
        long available = FileDescriptor.available();
        if (available < needed) {
            throw new UnsupportedHostException("too few file descriptors: arming " + hosts + " namespaces takes " + needed + ", and "
                + available + " are left: raise the hard limit, with ulimit -n as root or LimitNOFILE= of a systemd service");
        }
    }
}
