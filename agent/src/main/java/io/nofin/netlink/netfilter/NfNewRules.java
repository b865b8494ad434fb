package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Rules of a family that are to be made in one transaction, with everything that iptables-nft(8) makes for them: tables, built-in chains
 * and the chains of one's own that they stand in.
 *
 * @param rules the rules, in order; of those that come {@link NfNewRule.Place#FIRST}, the last one ends up in front
 */
public record NfNewRules(IpFamily family, List<NfNewRule> rules) {

    private record Chain(String table, String name) {

        static Chain of(NfNewRule rule) {
            return new Chain(rule.table(), rule.chain());
        }

        boolean isBuiltIn() {
            return IdleTables.isBuiltIn(name);
        }
    }

    public NfNewRules {
        rules = List.copyOf(rules);
    }

    /**
     * Makes them, all of them or none.
     *
     * @param socket a socket to netfilter in the namespace in question
     * @return {@code false} when others change rules there all the time
     * @throws io.nofin.netlink.NetlinkException when the kernel refuses; EEXIST when there is a chain of one's own already
     */
    public boolean install(NetlinkSocket socket, String operation) throws IOException {
        return NfTransaction.commit(socket, operation, Set.of(), () ->
            requests(NfChain.parse(socket.request("nft list chains", NfChain.list(family)))));
    }

    private List<NetlinkRequest> requests(List<NfChain> present) {
        List<NetlinkRequest> requests = new ArrayList<>();
        rules.stream().map(NfNewRule::table).distinct().forEach(table -> requests.add(NfTables.creation(family, table)));
        chains(chain -> !chain.isBuiltIn()).forEach(chain -> requests.add(NfChain.creation(family, chain.table, chain.name)));
        chains(chain -> chain.isBuiltIn() && present.stream().noneMatch(there -> there.table().equals(chain.table) && there.name().equals(chain.name)))
            .forEach(chain -> requests.add(NfChain.builtIn(family, chain.table, chain.name)));
        rules.forEach(rule -> requests.add(rule.creation()));
        return requests;
    }

    private Stream<Chain> chains(Predicate<Chain> chosen) {
        return rules.stream().map(Chain::of).distinct().filter(chosen);
    }
}
