package io.nofin.target;

import io.nofin.scenario.TargetKind;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Chooses the resolver for each kind of target. May be used from any thread. */
public final class Targets implements TargetResolver {

    /** The resolvers, a line for each kind that is found; lab hosts are built. */
    private static final Map<TargetKind, Maker> RESOLVERS = Map.of(
        TargetKind.NETNS, NetnsResolver::new,
        TargetKind.DOCKER, DockerResolver::new,
        TargetKind.COMPOSE, DockerResolver::new,
        TargetKind.PID, PidResolver::new,
        TargetKind.HOST, HostResolver::new);

    /** Makes a resolver, unless the runtime that it asks is named wrongly. */
    private interface Maker {
        TargetResolver make() throws IOException;
    }

    private Targets() {
    }

    /** Returns a resolver of everything except lab hosts. */
    public static TargetResolver all() {
        return new Targets();
    }

    @Override
    public List<TargetHost> resolve(String name, TargetSpec spec) throws IOException {
        Maker resolver = RESOLVERS.get(spec.kind());
        if (resolver == null) {
            throw new IllegalStateException("lab hosts are built, not found: target=" + spec);
        }
        return resolver.make().resolve(name, spec);
    }
}
