package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void givesPacketsInTheOrderTheyAreDueAndThenInTheOrderTheyCame() {
        Schedule schedule = new Schedule();
        SplittableRandom random = new SplittableRandom(4);
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Packet packet = due(random.nextInt(1_000));
            packets.add(packet);
            schedule.add(packet);
        }
        packets.sort(Comparator.comparingLong(packet -> packet.due));       // keeps those due together in order

        assertEquals(5_000, schedule.size());
        for (Packet packet : packets) {
            assertEquals(packet, schedule.first());
            assertEquals(packet, schedule.removeFirst());
        }
        assertTrue(schedule.isEmpty());
    }

    @Test
    void memoryForPacketsIsBoundedAndUsedAgain() {
        PacketMemory memory = new PacketMemory(1 << 18);
        List<Packet> taken = new ArrayList<>();
        while (memory.hasRoom(1_500)) {
            taken.add(memory.take(1_500));
        }
        assertEquals(1 << 7, taken.size());
        assertEquals(1 << 18, memory.takenBytes());

        memory.giveBack(taken.get(0));
        assertTrue(memory.hasRoom(1_025));
        assertEquals(taken.get(0), memory.take(2_048));
    }

    private static Packet due(long due) {
        Packet packet = new Packet(ByteBuffer.allocate(0), 0, 0, 0);
        packet.due = due;
        return packet;
    }
}
