package io.nofin.inject;

import io.nofin.firewall.BackEnd;
import io.nofin.firewall.Table;
import io.nofin.journal.NamespaceRecord;
import io.nofin.journal.Undo;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.netfilter.IdleTables;
import io.nofin.netlink.netfilter.NfSnapshot;
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

    /** Reads what journals say of namespaces. */
    @FunctionalInterface
    interface Journals {
        List<NamespaceRecord> places() throws IOException;
    }

    /** Returns what the plan's rules need and what is not there, or is there because of another run, which may end before this one. */
    static List<Undo> of(HostPlan plan, NetworkNamespace namespace, NamespaceKernel kernel, Journals journals) throws IOException {
        List<IpFamily> families = plan.families().stream()
            .filter(family -> plan.iptables(family).backEnd() == BackEnd.NFT && !plan.rules(family).isEmpty()).toList();
        if (families.isEmpty()) {
            return List.of();
        }
        NfSnapshot now = kernel.look();
        List<Undo> caused = new ArrayList<>();
        for (IpFamily family : families) {
            String program = BackEnd.NFT.program(family);
            for (Table table : plan.rules(family).tables()) {
                String name = table.tableName();
                Undo whole = Undo.of(Undo.Kind.TABLE, program, name);
                List<Undo> ofOthers = now.has(family, name) ? ofOthers(namespace, journals) : List.of();
                if (!now.has(family, name) || ofOthers.contains(whole)) {
                    caused.add(whole);
                } else {
                    IdleTables.BUILT_IN.stream().filter(chain -> !now.has(family, name, chain) || ofOthers.contains(chain(program, name, chain)))
                        .forEach(chain -> caused.add(chain(program, name, chain)));
                }
            }
        }
        return caused;
    }

    private static Undo chain(String program, String table, String chain) {
        return Undo.of(Undo.Kind.CHAIN, program, table, chain);
    }

    private static List<Undo> ofOthers(NetworkNamespace namespace, Journals journals) throws IOException {
        return journals.places().stream().filter(place -> place.id().equals(namespace.id())).flatMap(place -> place.undos().stream())
            .filter(OwnedTables::isOne).toList();
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
