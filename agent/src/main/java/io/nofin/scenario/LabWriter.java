package io.nofin.scenario;

import io.nofin.yaml.FlowMapping;
import io.nofin.yaml.FlowScalar;
import java.util.Map;

/** Writes what {@link LabReader} reads. */
final class LabWriter {

    private LabWriter() {
    }

    static FlowMapping written(Map<String, LabHost> hosts) {
        FlowMapping form = new FlowMapping();
        hosts.forEach((name, host) -> form.add(FlowScalar.of(name), host(host)));
        return form;
    }

    private static FlowMapping host(LabHost host) {
        FlowMapping form = new FlowMapping().listUnlessEmpty("run", host.run());
        host.waitFor().ifPresent(port -> form.add("wait-for", port));
        host.echo().ifPresent(port -> form.add("echo", port));
        return form;
    }
}
