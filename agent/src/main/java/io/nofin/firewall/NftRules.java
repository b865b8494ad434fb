package io.nofin.firewall;

import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.IpSet;
import io.nofin.netlink.netfilter.NfExtensions;
import io.nofin.netlink.netfilter.NfNewRule;
import io.nofin.netlink.netfilter.NfStep;
import io.nofin.netlink.xtables.Extension;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Translates rules of a family to those that iptables-nft-restore(8) would put into nf_tables. Not thread-safe. */
final class NftRules implements Extensions.Namespace {

    private final NetlinkSocket socket;
    private final IpFamily family;
    private final RuleSet rules;
    private final Map<String, Integer> sets = new HashMap<>();

    /** @param socket a socket to netfilter in the namespace in question */
    NftRules(NetlinkSocket socket, IpFamily family, RuleSet rules) {
        this.socket = socket;
        this.family = family;
        this.rules = rules;
    }

    /**
     * Returns the rules as nf_tables takes them; their sets must be there.
     *
     * @throws NoEncoderException when nofin or the kernel lacks something in them
     */
    List<NfNewRule> translated() throws NoEncoderException, IOException {
        List<NfNewRule> translated = new ArrayList<>();
        for (Rule rule : rules.rules()) {
            translated.add(translated(rule, NfNewRule.Place.LAST));
        }
        for (Rule jump : rules.jumps()) {
            translated.add(translated(jump, NfNewRule.Place.FIRST));
        }
        for (Rule jump : rules.lastJumps()) {
            translated.add(translated(jump, NfNewRule.Place.LAST));
        }
        return translated;
    }

    @Override
    public IpFamily family() {
        return family;
    }

    @Override
    public boolean hasChain(String name) {
        return rules.rules().stream().anyMatch(rule -> rule.chain().equals(name));
    }

    @Override
    public int indexOf(String set) throws IOException {
        Integer known = sets.get(set);
        if (known != null) {
            return known;
        }
        int index = IpSet.index(socket.request("ipset find " + set, IpSet.find(set)));
        sets.put(set, index);
        return index;
    }

    private NfNewRule translated(Rule rule, NfNewRule.Place place) throws NoEncoderException, IOException {
        NftRule nft = NftRule.of(rule.arguments(), this);
        for (NfStep step : nft.steps()) {
            if (step.extension().isPresent()) {
                check(step.extension().get());
            }
        }
        return new NfNewRule(family, rule.table().tableName(), rule.chain(), place, nft.protocol(), nft.steps());
    }

    private void check(Extension extension) throws NoEncoderException, IOException {
        if (!NfExtensions.has(socket, family, extension)) {
            throw new NoEncoderException("the kernel has no revision " + extension.revision() + " of " + extension.name());
        }
    }
}
