package io.nofin.target;

import io.nofin.linux.HostNetwork;
import io.nofin.linux.NetworkNamespace;
import io.nofin.scenario.TargetSpec;
import java.io.IOException;
import java.util.List;

/**
 * Returns the {@linkplain HostNetwork host's own} namespace. The caller has made sure that the scenario allows it. May be used from any
 * thread, those inside a namespace included.
 */
public final class HostResolver implements TargetResolver {

    @Override
    public List<TargetHost> resolve(String name, TargetSpec spec) throws IOException {
        if (!(spec instanceof TargetSpec.Host)) {
            throw new IllegalArgumentException("not a host target: " + spec);
        }
        NetworkNamespace namespace = HostNetwork.open();
        try {
            return List.of(NamespaceInspector.inspect(name, spec.toString(), namespace));
        } catch (IOException | RuntimeException e) {
            namespace.close();
            throw e;
        }
    }
}
