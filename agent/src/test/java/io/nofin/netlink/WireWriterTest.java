package io.nofin.netlink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.testing.Hex;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Little-endian. */
class WireWriterTest {

    @Test
    void writesIntegersInNativeAndNetworkOrder() {
        WireWriter out = new WireWriter().u8(0xFF).zeros(1).u16(0xFFFE).u32(0xFFFF_FFFDL).be16(0x0102).be32(0xFFFF_0003L);

        assertArrayEquals(Hex.parse("ff 00 feff fdffffff 0102 ffff0003"), out.toByteArray());
    }

    @Test
    void countsAnAttributesHeaderAndPayloadAndNotItsPadding() {
        WireWriter out = new WireWriter().string(2, "eth0").attribute(7, nest -> nest.attribute(1, value -> value.u8(9)));

        assertArrayEquals(Hex.parse("0900 0200 6574683000 000000    0c00 0700 0500 0100 09 000000"), out.toByteArray());
    }

    @Test
    void refusesWhatDoesNotFitTheField() {
        List<Consumer<WireWriter>> tooLarge = List.of(
            out -> out.u8(0x100), out -> out.u8(-1), out -> out.u16(0x1_0000), out -> out.u16(-1),
            out -> out.u32(0x1_0000_0000L), out -> out.u32(-1), out -> out.be16(0x1_0000), out -> out.be16(-1),
            out -> out.be32(0x1_0000_0000L), out -> out.be32(-1));

        tooLarge.forEach(write -> assertThrows(IllegalArgumentException.class, () -> write.accept(new WireWriter())));
        var error = assertThrows(IllegalArgumentException.class, () -> new WireWriter().u16(70_000));
        assertEquals("value does not fit the field: value=70000, max=65535", error.getMessage());
    }

    @Test
    void refusesAnAttributeLongerThanItsLengthCanSay() {
        assertEquals(65_536, new WireWriter().attribute(1, payload -> payload.zeros(65_531)).toByteArray().length);

        var error = assertThrows(IllegalArgumentException.class, () -> new WireWriter().attribute(1, payload -> payload.zeros(65_532)));
        assertEquals("value does not fit the field: value=65536, max=65535", error.getMessage());
    }

    @Test
    void growsAsNeeded() {
        byte[] large = new byte[100_000];
        large[99_999] = 7;

        assertArrayEquals(large, new WireWriter().bytes(large).toByteArray());
    }
}
