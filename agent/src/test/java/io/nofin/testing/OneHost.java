package io.nofin.testing;

import io.nofin.firewall.BackEnd;
import io.nofin.linux.NetworkNamespace;
import io.nofin.plan.HostFacts;
import io.nofin.plan.HostRef;
import io.nofin.plan.Plan;
import io.nofin.plan.Planner;
import io.nofin.plan.ResolvedHosts;
import io.nofin.plan.RunId;
import io.nofin.scenario.Drop;
import io.nofin.scenario.Fault;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.Selector;
import io.nofin.scenario.Step;
import io.nofin.scenario.TargetSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Plans of one host, {@value #NAME}, with one fault, {@value #FAULT}. */
public final class OneHost {

    public static final String NAME = "app";
    public static final String FAULT = "cut";
    public static final Path PATH = Path.of("/run/netns/app");

    private static final int VOID_QUEUE = 60_999;

    private OneHost() {
    }

    /** Returns the plan of a silent drop of what the selector means. */
    public static Plan drop(RunId run, BackEnd backEnd, Selector selector) {
        Scenario scenario = new Scenario("test", "", OptionalLong.empty(), false, Map.of(NAME, new TargetSpec.Netns(NAME)), Map.of(),
            Map.of(FAULT, new Fault.OnTargets(List.of(NAME), selector, new Drop(), false)),
            List.of(Step.once(Duration.ZERO, List.of(FAULT), Duration.ofSeconds(1))), Map.of());
        HostRef host = new HostRef(NAME, "netns:app", PATH, List.of());
        return Planner.plan(run, 1, scenario, new ResolvedHosts(Map.of(NAME, List.of(host)), Map.of(),
            Map.of(PATH, new HostFacts(backEnd, backEnd, VOID_QUEUE, List.of()))));
    }

    /** Returns the namespace by its path, as an injector must know it to find the host. */
    public static Map<Path, NetworkNamespace> at(NetworkNamespace namespace) {
        return Map.of(PATH, namespace);
    }
}
