package io.nofin.target;

import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Returns the namespace that nofin itself runs in. The caller has made sure that the scenario allows it. May be used from any thread,
 * those inside a namespace included.
 */
public final class HostResolver implements TargetResolver {

    private static final Path OWN = Path.of("/proc/self/ns/net");

    @Override
    public List<TargetHost> resolve(String name, TargetSpec spec) throws IOException {
        if (!(spec instanceof TargetSpec.Host)) {
            throw new IllegalArgumentException("not a host target: " + spec);
        }
        NetworkNamespace namespace = NetworkNamespace.open(OWN);
        try {
            return List.of(NamespaceInspector.inspect(name, spec.toString(), namespace));
        } catch (IOException | RuntimeException e) {
            namespace.close();
            throw e;
        }
    }
}
