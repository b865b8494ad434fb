package io.nofin.target;

import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses the resolver for each kind of target. May be used from any thread. */
public final class Targets implements TargetResolver {

    /** The resolvers of kinds that are no containers; those have {@link ContainerRuntimes}, and lab hosts are built. */
    private static final Map<TargetKind, TargetResolver> RESOLVERS = Map.of(
        TargetKind.NETNS, new NetnsResolver(),
        TargetKind.PID, new PidResolver(),
        TargetKind.HOST, new HostResolver());

    private Targets() {
    }

    /** Returns a resolver of everything except lab hosts. */
    public static TargetResolver all() {
        return new Targets();
    }

    @Override
    public List<TargetHost> resolve(String name, TargetSpec spec) throws IOException {
        return resolver(spec.kind())
            .orElseThrow(() -> new IllegalStateException("lab hosts are built, not found: target=" + spec)).resolve(name, spec);
    }

    /** Returns whether targets of a kind are found; false for lab hosts. */
    static boolean isFound(TargetKind kind) {
        return resolver(kind).isPresent();
    }

    private static Optional<TargetResolver> resolver(TargetKind kind) {
        return Optional.ofNullable(RESOLVERS.get(kind)).or(() -> ContainerRuntimes.of(kind));
    }
}
