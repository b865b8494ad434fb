package io.nofin.plan;

import io.nofin.firewall.FirewallException;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.RuleSet;
import java.io.IOException;

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
        try {
            kernel.restore(iptables, rules.remove());
        } catch (FirewallException changed) {
            removeWhatIsLeft(kernel, changed);
        }
    }

    private void removeWhatIsLeft(Kernel kernel, FirewallException changed) throws IOException {
        try {
            String rest = kernel.save(iptables).removal(run::ownsChain);
            if (!rest.isEmpty()) {
                kernel.restore(iptables, rest);
            }
        } catch (IOException e) {
            e.addSuppressed(changed);
            throw e;
        }
    }
}
