package io.nofin.cli;

import io.nofin.scenario.TargetSpec;
import io.nofin.target.DockerResolver;
import io.nofin.target.HostResolver;
import io.nofin.target.NetnsResolver;
import io.nofin.target.PidResolver;
import io.nofin.target.TargetHost;
import io.nofin.target.TargetResolver;
import java.io.IOException;
import java.util.List;

/** Chooses the resolver for each kind of target. */
final class Targets implements TargetResolver {

    private Targets() {
    }

    static TargetResolver all() {
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
