package io.nofin.netlink;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Hex;
import org.junit.jupiter.api.Test;

/** Little-endian. */
class NetlinkRequestTest {

    private static final NetlinkRequest REQUEST = new NetlinkRequest(0x12, 0, out -> out.u8(7));

    @Test
    void encodesTheHeaderAndPadsThePayload() {
        assertArrayEquals(Hex.parse("14000000 1200 0100 2a000000 ffffffff 07 000000"), REQUEST.encode(42, 0xFFFF_FFFFL));
    }

    @Test
    void asksForAnAcknowledgementWhenTold() {
        assertArrayEquals(Hex.parse("14000000 1200 0500 00000000 00000000 07 000000"), REQUEST.acknowledged().encode(0, 0));
    }

    @Test
    void knowsADump() {
        assertTrue(new NetlinkRequest(0x12, NetlinkRequest.DUMP, new byte[0]).isDump());
        assertFalse(new NetlinkRequest(0x10, NetlinkRequest.CREATE | NetlinkRequest.EXCL, new byte[0]).isDump());
    }

    @Test
    void isEqualToWhatEncodesTheSame() {
        NetlinkRequest same = new NetlinkRequest(0x12, 0, new byte[] {7, 0, 0, 0});

        assertEquals(REQUEST, same);
        assertEquals(REQUEST.hashCode(), same.hashCode());
        assertNotEquals(REQUEST, new NetlinkRequest(0x12, 0, new byte[] {8, 0, 0, 0}));
        assertNotEquals(REQUEST, new NetlinkRequest(0x13, 0, new byte[] {7, 0, 0, 0}));
        assertNotEquals(REQUEST, REQUEST.acknowledged());
    }

    @Test
    void refusesATypeThatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> new NetlinkRequest(0x1_0000, 0, new byte[0]).encode(0, 0));
    }
}
