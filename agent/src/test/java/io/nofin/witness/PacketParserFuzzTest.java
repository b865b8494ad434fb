package io.nofin.witness;

import io.nofin.testing.Fuzz;
import io.nofin.testing.Hex;
import io.nofin.unit.IpNetwork;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.namednumber.DataLinkType;

/** Captured frames may hold anything, as anybody may have sent them. */
@Tag("fuzz")
class PacketParserFuzzTest {

    private static final int FRAMES = 20_000;
    private static final String ETHERNET = "020000000001 020000000002 ";
    private static final List<byte[]> GOOD = List.of(
        Hex.parse(ETHERNET + "0800 45000034 00014000 4006 0000 0a000001 0a000002  04d2 1a85 00000001 00000000 8002 ffff 0000 0000 0204 05b4"),
        Hex.parse(ETHERNET + "8100 0001 0800 4500001c 00010000 4011 0000 0a000001 0a000002  0035 0035 0008 0000"),
        Hex.parse(ETHERNET + "0800 45000038 00010000 4001 0000 0a000001 0a000002  0303 0000 00000000"
            + " 4500001c 00010000 4011 0000 0a000002 0a000001  0035 0035 0008 0000"),
        Hex.parse(ETHERNET + "86dd 60000000 0018 00 40 fd000000000000000000000000000001 fd000000000000000000000000000002"
            + " 2c00 0502 0000 0100  1100 0001 00000007 0035 0035 0008 0000"));

    @Test
    void anyFrameIsParsed() {
        for (DataLinkType type : List.of(DataLinkType.EN10MB, DataLinkType.LINUX_SLL, DataLinkType.RAW)) {
            PacketParser parser = new PacketParser(LinkLayer.of(type), List.of(IpNetwork.parse("10.0.0.1"), IpNetwork.parse("fd00::1")));
            Fuzz.of(FRAMES, NeverThrown.class).bytes(GOOD, parser::parse);
        }
    }

    private static final class NeverThrown extends Exception {
    }
}
