package io.nofin.target;

import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.util.List;

/** Chooses the resolver for each kind of target. May be used from any thread. */
public final class Targets implements TargetResolver {

    private Targets() {
    }

    /** A resolver of everything but lab hosts, which are built and not found. */
    public static TargetResolver all() {
        return new Targets();
    }

    @Override
    public List<TargetHost> resolve(String name, TargetSpec spec) throws IOException {
        return resolver(spec).resolve(name, spec);
    }

    private static TargetResolver resolver(TargetSpec spec) throws IOException {
        if (spec instanceof TargetSpec.Netns) {
            return new NetnsResolver();
        }
        if (spec instanceof TargetSpec.Pid) {
            return new PidResolver();
        }
        if (spec instanceof TargetSpec.Host) {
            return new HostResolver();
        }
        if (spec instanceof TargetSpec.Docker || spec instanceof TargetSpec.DockerLabel) {
            return new DockerResolver();
        }
        throw new IllegalStateException("lab hosts are built, not found: target=" + spec);
    }
}
