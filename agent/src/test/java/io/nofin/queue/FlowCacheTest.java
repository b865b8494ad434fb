package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FlowCacheTest {

    private static final String ADDRESSES = "4500 001c 0000 0000 4011 0000 0a4d0001 0a4d0002";

    private final FlowCache<String> cache = new FlowCache<>();

    @Test
    void remembersUntilTheTimeThatWasGiven() {
        long until = Long.MIN_VALUE + 5;                // the clock of System.nanoTime may run over
        cache.put(7, "seven", until);

        assertEquals(Optional.of("seven"), cache.get(7, Long.MAX_VALUE));
        assertEquals(Optional.of("seven"), cache.get(7, until - 1));
        assertEquals(Optional.empty(), cache.get(7, until));
        assertEquals(Optional.empty(), cache.get(8, until - 1));
    }

    @Test
    void knowsNothingAtFirst() {
        assertEquals(Optional.empty(), cache.get(0, System.nanoTime()));
    }

    @Test
    void keepsOneOfThoseThatFallOnTheSamePlace() {
        for (long key = 0; key < 5_000; key++) {
            cache.put(key, "value " + key, 10);
        }
        assertEquals(Optional.of("value 4999"), cache.get(4_999, 0));
        for (long key = 0; key < 5_000; key++) {
            long number = key;
            cache.get(key, 0).ifPresent(value -> assertEquals("value " + number, value));
        }
    }

    @Test
    void tellsFlowsApartByEachAddressAndPort() {
        long flow = flow(ADDRESSES + "0007 0009 0008 0000");

        assertEquals(flow, flow(ADDRESSES + "0007 0009 0008 1234"), "the checksum is not the flow's");
        assertNotEquals(flow, flow(ADDRESSES + "0009 0007 0008 0000"));
        assertNotEquals(flow, flow("4500 001c 0000 0000 4011 0000 0a4d0002 0a4d0001 0007 0009 0008 0000"), "the way back");
        assertNotEquals(flow, flow("4500 001c 0000 0000 4011 0000 0a4d0000 0a4d0003 0007 0009 0008 0000"), "the same sum");
    }

    private static long flow(String packet) {
        byte[] bytes = HexFormat.of().parseHex(packet.replace(" ", ""));
        IpView view = new IpView();
        view.read(ByteBuffer.wrap(bytes), 0, bytes.length);
        return FlowCache.flow(view);
    }
}
