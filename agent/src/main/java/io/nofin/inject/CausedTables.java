package io.nofin.inject;

import io.nofin.firewall.BackEnd;
import io.nofin.firewall.Iptables;
import io.nofin.firewall.Table;
import io.nofin.journal.JournalException;
import io.nofin.journal.JournalFile;
import io.nofin.journal.JournalText;
import io.nofin.journal.Place;
import io.nofin.journal.RunDirectory;
import io.nofin.journal.Undo;
import io.nofin.linux.NetworkNamespace;
import io.nofin.netlink.netfilter.NfTables;
import io.nofin.plan.HostPlan;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tables of iptables-nft that are there because of nofin alone, and go with it: the program makes a table with its first rule, and
 * leaves it behind, empty. Those of ip_tables are modules of the kernel, and stay.
 */
final class CausedTables {

    private CausedTables() {
    }

    /** Those that the plan's rules need and that are not there, or are there because of another run, which may end before this one. */
    static List<Undo> of(HostPlan plan, NetworkNamespace namespace, NamespaceKernel kernel, RunDirectory directory) throws IOException {
        List<Undo> caused = new ArrayList<>();
        List<Undo> ofOthers = ofOthers(namespace.id(), directory);
        for (IpFamily family : IpFamily.values()) {
            Iptables iptables = plan.iptables(family);
            if (iptables.backEnd() == BackEnd.NFT) {
                List<String> present = NfTables.names(kernel.dump("nft list tables", NfTables.list(family)));
                for (Table table : plan.rules(family).tables()) {
                    Undo undo = Undo.of(Undo.Kind.TABLE, iptables.backEnd().program(family), table.tableName());
                    if (!present.contains(table.tableName()) || ofOthers.contains(undo)) {
                        caused.add(undo);
                    }
                }
            }
        }
        return caused;
    }

    /** Takes away those that hold nothing now. */
    static void remove(List<Undo> tables, NamespaceKernel kernel) throws IOException {
        Map<IpFamily, List<String>> names = new EnumMap<>(IpFamily.class);
        for (IpFamily family : IpFamily.values()) {
            String program = BackEnd.NFT.program(family);
            List<String> ofFamily = tables.stream().filter(table -> table.names().get(0).equals(program))
                .map(table -> table.names().get(1)).toList();
            if (!ofFamily.isEmpty()) {
                names.put(family, ofFamily);
            }
        }
        if (!names.isEmpty()) {
            kernel.removeIdleTables(names);
        }
    }

    private static List<Undo> ofOthers(NetworkNamespace.Id namespace, RunDirectory directory) throws IOException {
        List<Undo> tables = new ArrayList<>();
        for (String name : directory.journals()) {
            for (Place place : read(directory, name).map(JournalText::places).orElse(List.of())) {
                if (place.id().equals(namespace)) {
                    place.undos().stream().filter(undo -> undo.kind() == Undo.Kind.TABLE).forEach(tables::add);
                }
            }
        }
        return tables;
    }

    private static Optional<JournalText> read(RunDirectory directory, String name) throws IOException {
        try {
            Optional<JournalFile> file = JournalFile.open(directory, name);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            try (JournalFile journal = file.get()) {
                return journal.read();
            }
        } catch (JournalException notOurs) {
            return Optional.empty();
        }
    }
}
