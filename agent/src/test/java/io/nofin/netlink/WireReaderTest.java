package io.nofin.netlink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.netlink.WireReader.Attribute;
import io.nofin.testing.Hex;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Little-endian. */
class WireReaderTest {

    @Test
    void readsIntegersInNativeAndNetworkOrder() throws MalformedMessageException {
        WireReader in = reader("ff feff fdffffff fcffffff fbffffffffffffff 0102 ffff0003 aabb");

        assertEquals(0xFF, in.u8());
        assertEquals(0xFFFE, in.u16());
        assertEquals(0xFFFF_FFFDL, in.u32());
        assertEquals(-4, in.s32());
        assertEquals(-5, in.u64());
        assertEquals(0x0102, in.be16());
        assertEquals(0xFFFF_0003L, in.be32());
        assertEquals(0xBB, in.skip(1).u8());
        assertEquals(0, in.remaining());
    }

    @Test
    void readsAttributesWithTheirFlagsTakenOff() throws MalformedMessageException {
        List<Attribute> attributes = reader("0900 0200 6574683000 000000  0c00 0780 0500 0140 09 000000").attributes();

        assertEquals("eth0", WireReader.find(attributes, 2).map(Attribute::string).orElseThrow());
        Attribute nest = WireReader.find(attributes, 7).orElseThrow();
        assertEquals(9, nest.reader().attributes().get(0).reader().u8());
        assertEquals(nest.reader().attributes().size(), nest.reader().attributes().size(), "can be read again");
        assertEquals(Optional.empty(), WireReader.find(attributes, 3));
    }

    @Test
    void readsAStringWithoutItsNul() throws MalformedMessageException {
        assertEquals("eth0", reader("0800 0200 65746830").attributes().get(0).string());
        assertEquals("", reader("0400 0200").attributes().get(0).string());
    }

    @Test
    void readsTheLastAttributeWithoutItsPadding() throws MalformedMessageException {
        assertArrayEquals(new byte[] {9}, reader("0500 0100 09").attributes().get(0).payload());
    }

    @Test
    void refusesAttributesThatContradictTheirLength() {
        assertEquals("attribute is shorter than its header: type=1, length=3", refused("0300 0100 00000000"));
        assertEquals("attribute is shorter than its header: type=0, length=0", refused("0000 0000"));
        assertEquals("message is too short: needed=8, remaining=4", refused("0c00 0100 00000000"));
        assertEquals("message is too short: needed=65531, remaining=0", refused("ffff 0100"));
    }

    @Test
    void refusesToReadPastTheEnd() {
        assertThrows(MalformedMessageException.class, () -> reader("").u8());
        assertThrows(MalformedMessageException.class, () -> reader("00").u16());
        assertThrows(MalformedMessageException.class, () -> reader("000000").u32());
        assertThrows(MalformedMessageException.class, () -> reader("000000").s32());
        assertThrows(MalformedMessageException.class, () -> reader("00000000000000").u64());
        assertThrows(MalformedMessageException.class, () -> reader("00").be16());
        assertThrows(MalformedMessageException.class, () -> reader("000000").be32());
        assertThrows(MalformedMessageException.class, () -> reader("00").bytes(2));
        assertThrows(MalformedMessageException.class, () -> reader("00").skip(-1));
        var error = assertThrows(MalformedMessageException.class, () -> reader("0000").skip(3));
        assertEquals("message is too short: needed=3, remaining=2", error.getMessage());
    }

    private static String refused(String attributes) {
        return assertThrows(MalformedMessageException.class, () -> reader(attributes).attributes()).getMessage();
    }

    private static WireReader reader(String hex) {
        return new WireReader(Hex.parse(hex));
    }
}
