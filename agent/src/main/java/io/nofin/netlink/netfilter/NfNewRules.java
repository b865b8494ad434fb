package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Rules that are to be made in one transaction, with everything that iptables-nft(8) makes for them: tables, built-in chains and the
 * chains of one's own that they stand in.
 *
 * @param rules the rules, in order; of those that come {@link NfNewRule.Place#FIRST}, the last one ends up in front
 */
public record NfNewRules(List<NfNewRule> rules) {

    private record Table(IpFamily family, String name) {

        boolean isIn(NfSnapshot snapshot) {
            return snapshot.has(family, name);
        }
    }

    private record Chain(IpFamily family, String table, String name) {

        static Chain of(NfNewRule rule) {
            return new Chain(rule.family(), rule.table(), rule.chain());
        }

        boolean isBuiltIn() {
            return IdleTables.isBuiltIn(name);
        }

        boolean isIn(NfSnapshot snapshot) {
            return snapshot.has(family, table, name);
        }

        NfChain created() {
            return new NfChain(family, table, name, isBuiltIn(), 0);
        }
    }

    public NfNewRules {
        rules = List.copyOf(rules);
    }

    /**
     * Makes them, all of them or none.
     *
     * @param socket a socket to netfilter in the namespace in question
     * @param known  the tables and chains there, if they were read a moment ago
     * @return the way to take them out again; empty when others change rules there all the time
     * @throws io.nofin.netlink.NetlinkException when the kernel refuses; EEXIST when there is a chain of one's own already
     */
    public Optional<NfInstalled> install(NetlinkSocket socket, String operation, Optional<NfSnapshot> known) throws IOException {
        List<NfSnapshot> before = new ArrayList<>();
        List<NfRule> jumps = new ArrayList<>();
        boolean done = NfTransaction.commit(socket, operation, Set.of(), known, now -> {
            before.add(now);
            return requests(now);
        }, answer -> NfRule.parse(answer).ifPresent(jumps::add));
        return done ? Optional.of(installed(before.get(before.size() - 1), jumps)) : Optional.empty();
    }

    private List<NetlinkRequest> requests(NfSnapshot now) {
        List<NetlinkRequest> requests = new ArrayList<>();
        tables().forEach(table -> requests.add(NfTables.creation(table.family, table.name)));
        chains(chain -> !chain.isBuiltIn()).forEach(chain -> requests.add(NfChain.creation(chain.family, chain.table, chain.name)));
        chains(chain -> chain.isBuiltIn() && !chain.isIn(now))
            .forEach(chain -> requests.add(NfChain.builtIn(chain.family, chain.table, chain.name)));
        rules.forEach(rule -> requests.add(rule.creation()));
        return requests;
    }

    /** Returns the way back. Where there was no table, there is nothing of anybody else in it in the same generation. */
    private NfInstalled installed(NfSnapshot before, List<NfRule> jumps) {
        List<NetlinkRequest> removal = new ArrayList<>();
        tables().filter(table -> !table.isIn(before)).forEach(table -> removal.add(NfTables.deletion(table.family, table.name)));
        jumps.stream().filter(jump -> before.has(jump.family(), jump.table())).forEach(jump -> removal.add(jump.deletion()));
        List<NfChain> own = chains(chain -> !chain.isBuiltIn() && before.has(chain.family, chain.table)).map(Chain::created).toList();
        own.forEach(chain -> removal.add(NfRule.flush(chain)));
        own.forEach(chain -> removal.add(chain.deletion()));
        chains(chain -> chain.isBuiltIn() && before.has(chain.family, chain.table) && !chain.isIn(before))
            .forEach(chain -> removal.add(chain.created().deletion()));
        return new NfInstalled(NfGeneration.after(before.generation()), removal);
    }

    private Stream<Table> tables() {
        return rules.stream().map(rule -> new Table(rule.family(), rule.table())).distinct();
    }

    private Stream<Chain> chains(Predicate<Chain> chosen) {
        return rules.stream().map(Chain::of).distinct().filter(chosen);
    }
}
