package io.nofin.inject;

import io.nofin.firewall.SavedRules;
import io.nofin.linux.ErrnoException;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.NetlinkException;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.netfilter.NfRuleset;
import io.nofin.plan.Resending;
import io.nofin.plan.Resending.Duplicates;
import io.nofin.plan.Resending.CopyRoute;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds out whether anything on the way out of a namespace could treat a copy otherwise than its original: iptables' rules, those of
 * nf_tables, IPsec, and routing by user or by mark. The work of eBPF programs and security modules cannot be seen.
 */
final class ResendingFinder {

    private static final int NETLINK_XFRM = 6;
    private static final int XFRM_MSG_GETPOLICY = 0x15;
    private static final int POLICY_ID_BYTES = 64;      // struct xfrm_userpolicy_id

    private static final Set<String> TABLES = Set.of("raw", "mangle", "nat", "filter", "security");
    private static final Set<String> CHAINS = Set.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING");
    private static final int NFPROTO_INET = 1;
    private static final Pattern ASKS_WHO_SENDS = Pattern.compile("-m (owner|cgroup|socket|policy)\\b|-j (SECMARK|CONNSECMARK)\\b");
    private static final Pattern TRACKS = Pattern.compile("-m (conntrack|state|connmark|connbytes|connlimit|connlabel|helper|cluster)\\b"
        + "|-j (CONNMARK|CONNSECMARK|CT|NOTRACK|SYNPROXY)\\b");
    private static final Set<String> TRACKING = Set.of("ct", "nat", "masq", "redir", "connlimit", "flow_offload", "synproxy", "notrack");
    private static final String OWN = "NOFIN-";

    private final List<SavedRules> saved;
    private final NfRuleset ruleset;
    private final Set<String> before = new TreeSet<>();     // rules of OUTPUT that copies would meet
    private final Set<String> behind = new TreeSet<>();     // rules of POSTROUTING that copies have to meet
    private final Set<String> never = new TreeSet<>();      // reasons for which no copy would be right

    private ResendingFinder(List<SavedRules> saved, NfRuleset ruleset) {
        this.saved = saved;
        this.ruleset = ruleset;
    }

    /**
     * Finds out how copies may be sent.
     *
     * @param saved   the rules that the back ends of iptables hold there
     * @param routing reasons why routing would treat a copy otherwise
     */
    static Resending find(NetworkNamespace namespace, List<SavedRules> saved, Set<String> routing) throws IOException {
        ResendingFinder finder = new ResendingFinder(saved, namespace.call(ResendingFinder::ruleset));
        finder.never.addAll(routing);
        if (namespace.call(ResendingFinder::hasPolicies)) {
            finder.never.add("IPsec policies apply ('ip xfrm policy')");
        }
        return finder.find();
    }

    private Resending find() {
        boolean translates = entries().anyMatch(rule -> rule.table().equals("nat"))
            || ruleset.chains().stream().anyMatch(chain -> chain.type().equals("nat"));
        boolean tracked = translates || entries().anyMatch(rule -> !isOwn(rule) && TRACKS.matcher(rule.text()).find())
            || ruleset.expressions().stream().anyMatch(TRACKING::contains);
        entries().forEach(this::look);
        ruleset.chains().forEach(this::look);
        Duplicates duplicates = duplicates(translates);
        if (translates) {
            before.add("addresses are translated");
        }
        CopyRoute way = !never.isEmpty() || !before.isEmpty() && !behind.isEmpty() ? CopyRoute.NONE
            : !before.isEmpty() ? CopyRoute.BEHIND : !behind.isEmpty() ? CopyRoute.RAW : CopyRoute.ANY;
        List<String> because = new ArrayList<>();
        Stream.of(never, before, behind).forEach(because::addAll);
        if (way == CopyRoute.ANY && tracked) {
            because.add("rules there depend on connection tracking");
        }
        return new Resending(way, tracked, duplicates, because);
    }

    /** Translation is no obstacle: once a connection is known, what comes of it again is translated as before, and asks no rule. */
    private Duplicates duplicates(boolean translates) {
        if (never.isEmpty() && before.isEmpty()) {
            return translates ? Duplicates.TRANSLATED : Duplicates.AS_IT_IS;
        }
        return never.isEmpty() && behind.isEmpty() && !translates ? Duplicates.BEHIND : Duplicates.NEVER;
    }

    private Stream<SavedRules.Entry> entries() {
        return saved.stream().flatMap(rules -> rules.entries().stream());
    }

    private static boolean isOwn(SavedRules.Entry rule) {
        return rule.chain().startsWith(OWN) || rule.target().filter(target -> target.startsWith(OWN)).isPresent();
    }

    private void look(SavedRules.Entry rule) {
        if (rule.table().equals("mangle") && !Set.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT").contains(rule.chain())) {
            if (!isOwn(rule) && ASKS_WHO_SENDS.matcher(rule.text()).find()) {
                never.add("rules of mangle in POSTROUTING depend on the sender");
            } else if (rule.chain().equals("POSTROUTING")) {
                behind.add("mangle has rules in POSTROUTING");
            }
        } else if ((rule.table().equals("raw") || rule.table().equals("security")) && rule.chain().equals("OUTPUT")) {
            before.add(rule.table() + " has rules in OUTPUT");
        }
    }

    /** Looks at a chain of nf_tables that iptables does not show, or not as its own. */
    private void look(NfRuleset.Base chain) {
        boolean output = chain.hook() == NfRuleset.LOCAL_OUT;
        if (!NfRuleset.IP_FAMILIES.contains(chain.family()) || isShown(chain) || chain.type().equals("nat")
                || !output && chain.hook() != NfRuleset.POST_ROUTING) {
            return;
        }
        (output ? before : behind).add("nf_tables has rules in " + (output ? "output" : "postrouting") + " (table " + chain.table() + ")");
    }

    private boolean isShown(NfRuleset.Base chain) {
        return chain.family() != NFPROTO_INET && TABLES.contains(chain.table()) && CHAINS.contains(chain.name())
            && saved.stream().anyMatch(rules -> rules.chains().stream()
                .anyMatch(known -> known.table().equals(chain.table()) && known.name().equals(chain.name())));
    }

    private static NfRuleset ruleset() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.NETFILTER)) {
            return NfRuleset.parse(socket.request("nft list chains", NfRuleset.listChains()),
                socket.request("nft list ruleset", NfRuleset.listRules()));
        } catch (NetlinkException e) {
            return new NfRuleset(List.of(), Set.of());      // a kernel without nf_tables
        }
    }

    private static boolean hasPolicies() throws IOException {
        try (NetlinkSocket socket = NetlinkSocket.open(NETLINK_XFRM)) {
            return !socket.request("ip xfrm policy", new NetlinkRequest(XFRM_MSG_GETPOLICY, NetlinkRequest.DUMP,
                out -> out.zeros(POLICY_ID_BYTES))).isEmpty();
        } catch (NetlinkException | ErrnoException e) {
            return false;                                   // a kernel without IPsec
        }
    }
}
