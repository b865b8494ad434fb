package io.nofin.plan;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.RuleSet;
import java.io.IOException;
import java.util.Map;

/** Installs one family's rules in the namespace. */
record InstallRules(HostRef host, RunId run, Iptables iptables, RuleSet rules) implements Operation {

    @Override
    public String command() {
        return host.inside(iptables.restoreCommand()) + " <<'END'\n" + rules.install() + "END";
    }

    @Override
    public Operation inverse() {
        return new RemoveRules(host, run, iptables, rules);
    }

    @Override
    public void apply(Kernel kernel) throws IOException {
        kernel.install(Map.of(iptables, rules));
    }
}
