package io.nofin.plan;

import io.nofin.firewall.Iptables;
import io.nofin.firewall.RuleSet;
import java.io.IOException;
import java.util.Map;

/** Removes one family's rules from the namespace. When some of them are gone, removes those that are left. */
record RemoveRules(HostRef host, RunId run, Iptables iptables, RuleSet rules) implements Operation {

    @Override
    public String command() {
        return host.inside(iptables.restoreCommand()) + " <<'END'\n" + rules.remove() + "END";
    }

    @Override
    public Operation inverse() {
        return this;
    }

    @Override
    public void apply(Kernel kernel) throws IOException {
        kernel.remove(Map.of(iptables, rules), run::ownsChain);
    }
}
