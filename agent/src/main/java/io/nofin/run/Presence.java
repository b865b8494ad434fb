package io.nofin.run;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.NetnsResolver;
import io.nofin.target.TargetHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether the named namespaces and the processes of a run are what they were when they were found. Nobody tells when they go; and
 * holding on to a namespace keeps the far ends of its cables alive. Not thread-safe.
 */
final class Presence {

    private final Stage stage;
    private final Map<String, TargetSpec> targets = new LinkedHashMap<>();

    Presence(Scenario scenario, Stage stage) {
        this.stage = stage;
        scenario.targets().forEach((name, target) -> {
            if (path(target).isPresent()) {
                targets.put(name, target);
            }
        });
    }

    boolean isEmpty() {
        return targets.isEmpty();
    }

    /** Those whose name or process means them no longer. */
    List<TargetHost> gone() {
        List<TargetHost> gone = new ArrayList<>();
        targets.forEach((name, target) -> stage.target(name).stream()
            .filter(host -> !id(target).equals(Optional.of(host.namespace().id()))).forEach(gone::add));
        return gone;
    }

    /** Those whose name was given again, held; a process number is another process then. */
    Map<String, TargetHost> back() {
        Map<String, TargetHost> back = new LinkedHashMap<>();
        targets.forEach((name, target) -> {
            if (target instanceof TargetSpec.Netns && stage.target(name).isEmpty() && id(target).isPresent()) {
                try {
                    back.put(name, new NetnsResolver().resolve(name, target).get(0));
                } catch (IOException e) {
                    // It is being made just now, or has gone again.
                }
            }
        });
        return back;
    }

    private static Optional<NetworkNamespace.Id> id(TargetSpec target) {
        try {
            return Optional.of(NetworkNamespace.Id.of(path(target).orElseThrow()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> path(TargetSpec target) {
        return target instanceof TargetSpec.Netns netns ? Optional.of(netns.path())
            : target instanceof TargetSpec.Pid process ? Optional.of(Path.of("/proc", Long.toString(process.pid()), "ns", "net"))
            : Optional.empty();
    }
}
