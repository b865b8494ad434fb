package io.nofin.inject;

import io.nofin.firewall.BackEnd;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.Table;
import io.nofin.journal.NamespaceRecord;
import io.nofin.journal.Undo;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.netfilter.IdleTables;
import io.nofin.netlink.netfilter.NfChain;
import io.nofin.netlink.netfilter.NfTables;
import io.nofin.plan.HostPlan;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables and chains of iptables-nft that exist because of nofin alone, and go with it. The program creates a table with its first
 * rule, and in existing tables the base chains that its rules need, and leaves them behind, empty. The tables of ip_tables are kernel
 * modules, and stay.
 */
final class OwnedTables {

    private OwnedTables() {
    }

    /**
     * Returns what the plan's rules need and what is not there, or is there because of another run, which may end before this one.
     *
     * @param journals what journals say of namespaces
     */
    static List<Undo> of(HostPlan plan, NetworkNamespace namespace, NamespaceKernel kernel, List<NamespaceRecord> journals) throws IOException {
        List<Undo> caused = new ArrayList<>();
        List<Undo> ofOthers = journals.stream().filter(place -> place.id().equals(namespace.id())).flatMap(place -> place.undos().stream())
            .filter(OwnedTables::isOne).toList();
        List<NfChain> chains = kernel.chains(IdleTables::isBuiltIn).find();
        for (IpFamily family : plan.families()) {
            Iptables iptables = plan.iptables(family);
            if (iptables.backEnd() == BackEnd.NFT && !plan.rules(family).isEmpty()) {
                String program = iptables.backEnd().program(family);
                List<String> present = NfTables.names(kernel.dump("nft list tables", NfTables.list(family)));
                for (Table table : plan.rules(family).tables()) {
                    String name = table.tableName();
                    Undo whole = Undo.of(Undo.Kind.TABLE, program, name);
                    if (!present.contains(name) || ofOthers.contains(whole)) {
                        caused.add(whole);
                    } else {
                        IdleTables.BUILT_IN.stream().map(chain -> Undo.of(Undo.Kind.CHAIN, program, name, chain))
                            .filter(undo -> ofOthers.contains(undo) || chains.stream().noneMatch(chain -> is(chain, family, undo))).forEach(caused::add);
                    }
                }
            }
        }
        return caused;
    }

    private static boolean is(NfChain chain, IpFamily family, Undo undo) {
        return chain.family() == family && undo.names().subList(1, 3).equals(List.of(chain.table(), chain.name()));
    }

    /** Removes those that hold nothing now. */
    static void remove(List<Undo> undos, NamespaceKernel kernel) throws IOException {
        List<IdleTables.Caused> caused = caused(undos);
        if (!caused.isEmpty()) {
            kernel.removeIdle(caused);
        }
    }

    /** Returns them as the kernel knows them. */
    static List<IdleTables.Caused> caused(List<Undo> undos) {
        List<IdleTables.Caused> caused = new ArrayList<>();
        for (Undo undo : undos) {
            for (IpFamily family : IpFamily.values()) {
                if (undo.names().get(0).equals(BackEnd.NFT.program(family))) {
                    caused.add(new IdleTables.Caused(family, undo.names().get(1), undo.kind() == Undo.Kind.CHAIN ? undo.names().get(2) : ""));
                }
            }
        }
        return caused;
    }

    /** Returns whether it is something that {@link #remove} removes. */
    static boolean isOne(Undo undo) {
        return undo.kind() == Undo.Kind.TABLE || undo.kind() == Undo.Kind.CHAIN;
    }
}
