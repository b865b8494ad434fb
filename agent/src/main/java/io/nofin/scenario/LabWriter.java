package io.nofin.scenario;

import java.util.Map;

/** Writes what {@link LabReader} reads. */
final class LabWriter {

    private LabWriter() {
    }

    static LongForm written(Map<String, LabHost> hosts) {
        LongForm form = new LongForm();
        hosts.forEach((name, host) -> form.add(FlowText.of(name), host(host)));
        return form;
    }

    private static LongForm host(LabHost host) {
        LongForm form = new LongForm().listUnlessEmpty("run", host.run());
        host.waitFor().ifPresent(port -> form.add("wait-for", port));
        host.echo().ifPresent(port -> form.add("echo", port));
        return form;
    }
}
