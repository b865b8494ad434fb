package io.nofin.netlink.netfilter;

import io.nofin.netlink.NetlinkMessage;
import io.nofin.netlink.NetlinkRequest;
import io.nofin.netlink.NetlinkSocket;
import io.nofin.netlink.WireReader;
import io.nofin.netlink.WireReader.Attribute;
import io.nofin.unit.IpFamily;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tables and chains of nf_tables in a namespace as one generation of its rules has them, for changes that the kernel refuses when
 * somebody else was first. Those of families other than IPv4 and IPv6 are left out.
 *
 * @param generation the number of the generation
 */
public record NfSnapshot(long generation, List<NfChain> chains, List<Table> tables) {

    private static final int NFTA_TABLE_NAME = 1;
    private static final int NFTA_TABLE_USE = 3;

    /**
     * A table.
     *
     * @param uses the number of things in it: more than its chains where it holds sets too
     */
    public record Table(IpFamily family, String name, long uses) {

        boolean holds(NfChain chain) {
            return chain.family() == family && chain.table().equals(name);
        }
    }

    public NfSnapshot {
        chains = List.copyOf(chains);
        tables = List.copyOf(tables);
    }

    /** Reads it. What changes meanwhile changes the generation, which was read before. */
    public static NfSnapshot read(NetlinkSocket socket) throws IOException {
        long generation = NfGeneration.read(socket).number();
        List<Table> tables = new ArrayList<>();
        NetlinkRequest listing = NfTables.listAll();
        for (NetlinkMessage message : socket.request("nft list tables", listing)) {
            table(message).ifPresent(tables::add);
        }
        return new NfSnapshot(generation, tables.isEmpty() ? List.of() : NfChain.all(socket), tables);
    }

    /** Returns whether there is a table of that name. */
    public boolean has(IpFamily family, String table) {
        return tables.stream().anyMatch(one -> one.family == family && one.name.equals(table));
    }

    /** Returns whether there is a chain of that name. */
    public boolean has(IpFamily family, String table, String chain) {
        return chains.stream().anyMatch(one -> one.family() == family && one.table().equals(table) && one.name().equals(chain));
    }

    private static Optional<Table> table(NetlinkMessage message) throws IOException {
        WireReader reader = message.reader();
        Optional<IpFamily> family = IpFamily.ofNumber(reader.u8());
        List<Attribute> attributes = reader.skip(NetfilterMessage.LENGTH - 1).attributes();
        Optional<Attribute> name = WireReader.find(attributes, NFTA_TABLE_NAME);
        Optional<Attribute> use = WireReader.find(attributes, NFTA_TABLE_USE);
        if (family.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Table(family.get(), name.get().string(), use.isPresent() ? use.get().reader().be32() : -1));
    }
}
