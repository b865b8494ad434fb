package io.nofin.junit;

import io.nofin.backend.ArmedFault;
import io.nofin.backend.LabBuilder;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The injections and labs of one test or class, which end with it. Thread-safe. */
@SuppressWarnings("deprecation")        // JUnit 5.10 closes no other type
final class TestScope implements ExtensionContext.Store.CloseableResource, AutoCloseable {

    private final ExtensionContext context;
    private final Session session;
    private final Optional<TestScope> parent;
    private final List<Injection> injections = new ArrayList<>();
    private final List<TestLab> labs = new ArrayList<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Attachments attachments;

    TestScope(ExtensionContext context, Session session, Optional<TestScope> parent) {
        this.context = context;
        this.session = session;
        this.parent = parent;
        this.attachments = new Attachments(context);
    }

    /** Waits for its turn in the target's networks, and arms the fault. */
    Injection arm(FaultRequest order) {
        ArmedFault armed;
        try {
            takeTurn(order.scenario());
            armed = session.backend().arm(order.name(), order.scenario(), order.atMost());
        } catch (InvalidDocumentException | IOException e) {
            throw new NofinException(order + " could not be armed: " + e.getMessage(), e);
        }
        Injection injection = new Injection(order, armed, attachments::add);
        synchronized (this) {
            injections.add(injection);
        }
        return injection;
    }

    /** Waits for its turn in the targets' networks, and starts the scenario. The caller ends it. */
    RunThread run(Scenario scenario) throws IOException, InterruptedException {
        takeTurn(scenario);
        return RunThread.start(session.backend(), scenario);
    }

    void attach(String name, RunReport runReport) {
        attachments.add(name, runReport);
    }

    TestLab lab(List<String> hosts) {
        LabBuilder builder = session.backend().labs().orElseThrow(() -> new NofinException("a lab needs root in the JVM of the tests, since an agent"
            + " builds labs for scenarios only: run the tests with sudo, or use @RunScenario with a lab: in its file"));
        TestLab lab = TestLab.build(builder, hosts);
        synchronized (this) {
            labs.add(lab);
        }
        return lab;
    }

    /** Returns a host of a lab that this test or its classes made. */
    Optional<TestHost> host(String name) {
        synchronized (this) {
            for (TestLab lab : labs) {
                if (lab.find(name).isPresent()) {
                    return lab.find(name);
                }
            }
        }
        return parent.flatMap(outer -> outer.host(name));
    }

    /** Returns a name for one more fault: {@code like}, with a number where that name is taken. */
    synchronized String freeName(String like) {
        int number = names.merge(like, 1, Integer::sum);
        return number == 1 ? like : like + "-" + number;
    }

    /** Returns for example {@code CartTest.survivesTheCut()}. */
    String title() {
        String inClass = context.getTestClass().map(Class::getSimpleName).orElse("tests");
        return context.getTestMethod().map(method -> inClass + "." + method.getName()).orElse(inClass);
    }

    /** Tells whether this scope is {@code outer}, or inside it. */
    boolean isWithin(TestScope outer) {
        return this == outer || parent.isPresent() && parent.get().isWithin(outer);
    }

    /**
     * Closes all injections, newest first, and removes labs. May be repeated.
     *
     * @throws AssertionError when a fault matched no packet
     */
    @Override
    public void close() {
        TestFailures testFailures = new TestFailures();
        synchronized (this) {
            for (int newest = injections.size() - 1; newest >= 0; newest--) {
                testFailures.guard(injections.get(newest)::close);
            }
            injections.clear();
            labs.forEach(lab -> testFailures.guard(lab::close));
            labs.clear();
        }
        session.turns().giveBack(this);
        attachments.publish(testFailures.any());
        testFailures.raise();
    }

    @Override
    public String toString() {
        return title();
    }

    private void takeTurn(Scenario scenario) throws IOException {
        Set<String> networks = new LinkedHashSet<>();
        for (Fault fault : scenario.faults().values()) {
            for (String target : fault.targets()) {
                TargetSpec spec = scenario.targets().get(target);
                if (spec != null) {                         // otherwise a host of the scenario's own lab, which no other test can reach
                    networks.addAll(session.backend().identities(target, spec));
                }
            }
        }
        try {
            session.turns().take(this, networks);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NofinException("interrupted while another test had its turn on the same target", e);
        }
    }
}
