package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.Fuzz;
import io.nofin.testing.Hex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Packets may hold anything, as anybody may have sent them. */
@Tag("fuzz")
class PacketFuzzTest {

    private static final int PACKETS = 20_000;
    private static final int ROOM = 64;                 // behind the packet, in a buffer that is used again
    private static final List<byte[]> GOOD = List.of(
        Hex.parse("45000034 00014000 4006 0000 0a000001 0a000002  04d2 1a85 00000001 00000000 8002 ffff 0000 0000 0204 05b4 0402 0101"),
        Hex.parse("4f000040 00012000 4011 0000 0a000001 0a0000ff  94040000 01010101 01010101 01010101 01010101 01010101 01010101 01010101"
            + " 01010101 01010101 0035 0035 0008 0000"),
        Hex.parse("60000000 0020 00 40 fd000000000000000000000000000001 fd000000000000000000000000000002"
            + " 3c00 0502 0000 0100  2c00 0502 0000 0100  1100 0001 00000007 0035 0035 0008 0000"),
        Hex.parse("60000000 0018 33 40 fd000000000000000000000000000001 ff020000000000000000000000000001"
            + " 0601 0000 00000001 00000001  04d2 1a85 00000001 00000000 5002 ffff"));

    @Test
    void headersThatAreValidLieInsideThePacket() {
        Fuzz.of(PACKETS, NeverThrown.class).bytes(GOOD, bytes -> {
            IpView view = new IpView().read(ByteBuffer.allocate(bytes.length + ROOM).put(bytes), 0, bytes.length);
            if (view.valid) {
                assertTrue(view.headerLength <= view.length);
                assertTrue(view.transportHeaderLength() >= 0 && view.transportHeaderLength() <= view.length - view.headerLength);
                view.multicastOrBroadcast();
                view.ecnCapable();
                view.damageable();
            }
        });
    }

    @Test
    void whatTheKernelQueuesIsTakenApart() {
        Fuzz.of(PACKETS, NeverThrown.class).messages(20, bytes -> {
            ByteBuffer message = ByteBuffer.allocate(bytes.length + ROOM).order(ByteOrder.nativeOrder()).put(bytes);
            QueuedPacket queuedPacket = new QueuedPacket().read(message, 0, bytes.length);
            assertTrue(queuedPacket.payloadLength >= 0 && queuedPacket.payloadAt + queuedPacket.payloadLength <= bytes.length, "the packet lies inside the message");
        });
    }

    private static final class NeverThrown extends Exception {
    }
}
