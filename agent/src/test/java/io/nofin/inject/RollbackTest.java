package io.nofin.inject;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.firewall.BackEnd;
import io.nofin.journal.GuardReserve;
import io.nofin.journal.RunDirectory;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.HostPlan;
import io.nofin.plan.RunId;
import io.nofin.scenario.Selector;
import io.nofin.testing.KernelTest;
import io.nofin.testing.OneHost;
import io.nofin.testing.Shell;
import io.nofin.testing.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real namespace, in which every operation in turn fails in every way, while arming and while disarming. */
@KernelTest
class RollbackTest {

    private static final HostPlan PLAN = OneHost.drop(new RunId("abcdef"), BackEnd.NFT, Selector.all()).hosts().get(0);
    private static final int OPERATIONS = PLAN.sets().size() + 1;          // the rules of both families are one

    @TempDir
    private Path directory;

    private NetworkNamespace namespace;

    @BeforeEach
    void makeNamespace() throws IOException {
        namespace = NetworkNamespace.create();
    }

    @AfterEach
    void removeNamespace() {
        namespace.close();
    }

    @ParameterizedTest
    @EnumSource(Refusing.Way.class)
    void undoesAllThatWasDoneBeforeARefusal(Refusing.Way way) throws Exception {
        for (int at = 1; at <= OPERATIONS; at++) {
            try (RunGuard runGuard = RunGuard.start(runs(), PLAN.run())) {
                int refused = at;
                assertThrows(IOException.class,
                    () -> ArmedHost.arm(PLAN, namespace, runGuard, List::of, kernel -> new Refusing(kernel, refused, way)));
                assertEquals("", state(), "at once: " + way + " at operation " + at);
            }
            assertEquals(List.of(), runs().journals());
        }
    }

    @ParameterizedTest
    @EnumSource(Refusing.Way.class)
    void guardUndoesWhatCouldNotBeUndone(Refusing.Way way) throws Exception {
        for (int at = OPERATIONS + 1; at <= 2 * OPERATIONS; at++) {
            AtomicReference<Refusing> refusing = new AtomicReference<>();
            int refused = at;
            try (RunGuard runGuard = RunGuard.start(runs(), PLAN.run())) {
                ArmedHost host = ArmedHost.arm(PLAN, namespace, runGuard, List::of, kernel -> {
                    refusing.set(new Refusing(kernel, refused, way));
                    return refusing.get();
                });
                closeAnyhow(host);
            }
            Wait.until(way + " at operation " + at, () -> names().isEmpty());
            Wait.until("the guard is done, and the next run with what it leaves", () -> {
                CrashRecovery.undo(runs());
                return runs().journals().isEmpty();
            });
            assertEquals("", state(), way + " at operation " + at);
        }
    }

    /** A guard that was started before there was a run does the same as one that is started for it. */
    @Test
    void guardThatWasReadyUndoesWhatWasLeftToIt() throws Exception {
        GuardReserve reserve = GuardReserve.open();
        try (reserve) {
            for (int run = 0; run < 2; run++) {
                try (RunGuard runGuard = RunGuard.start(runs(), PLAN.run())) {
                    ArmedHost.arm(PLAN, namespace, runGuard, List::of, kernel -> kernel);
                    runGuard.keep();
                }
                Wait.until("the guard is done", () -> names().isEmpty());
                Wait.until("the next run is done with what it leaves", () -> {
                    CrashRecovery.undo(runs());
                    return runs().journals().isEmpty();
                });
            }
        }
    }

    @Test
    void readyGuardIsDismissedWithItsRun() throws Exception {
        Set<Long> before = children();
        GuardReserve reserve = GuardReserve.open();
        try (reserve) {
            for (int run = 0; run < 3; run++) {
                try (RunGuard runGuard = RunGuard.start(runs(), PLAN.run())) {
                    ArmedHost.arm(PLAN, namespace, runGuard, List::of, kernel -> kernel).close();
                }
            }
            assertEquals(List.of(), runs().journals());
        }
        Wait.until("no guard is left", () -> children().equals(before));
    }

    private static Set<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
    }

    private static void closeAnyhow(ArmedHost host) {
        try {
            host.close();
        } catch (IOException toldByTheRun) {
            // Rules that could be removed at the second attempt are no failure; what is left is looked at anyhow.
        }
    }

    private RunDirectory runs() {
        return new RunDirectory(directory);
    }

    private String names() throws IOException {
        return Shell.in(namespace, "(ipset list -n; iptables-nft-save; ip6tables-nft-save) 2>/dev/null | grep -i nofin || true");
    }

    private String state() throws IOException {
        return Shell.in(namespace, "ipset save; nft list ruleset");
    }
}
