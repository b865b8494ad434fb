package io.nofin.inject;

import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.HostPlan;
import io.nofin.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Puts a plan into the kernel, all of it or nothing. */
public final class Injector {

    private static final int WORKERS = Runtime.getRuntime().availableProcessors();

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
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(WORKERS, Math.max(1, plan.hosts().size())));
        List<Future<ArmedHost>> arming = new ArrayList<>();
        try {
            for (HostPlan host : plan.hosts()) {
                arming.add(workers.submit(() -> ArmedHost.arm(host, namespaces.get(host.host().namespace()))));
            }
            return new Injection(plan, collect(arming));
        } finally {
            workers.shutdown();
        }
    }

    private static List<ArmedHost> collect(List<Future<ArmedHost>> arming) throws IOException {
        List<ArmedHost> armed = new ArrayList<>();
        Failures failures = new Failures();
        for (Future<ArmedHost> host : arming) {
            try {
                armed.add(uninterruptibly(host));
            } catch (ExecutionException e) {
                failures.add(e.getCause() instanceof IOException io ? io : new IOException("arming failed: " + e.getCause(), e));
            }
        }
        if (!failures.isEmpty()) {
            failures.close(armed);
        }
        failures.throwIfAny();
        return armed;
    }

    /** Arming is never left half done: an interrupt waits. */
    private static ArmedHost uninterruptibly(Future<ArmedHost> host) throws ExecutionException {
        boolean interrupted = false;
        while (true) {
            try {
                ArmedHost armed = host.get();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return armed;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
