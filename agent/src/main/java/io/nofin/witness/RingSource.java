package io.nofin.witness;

import io.nofin.firewall.FilterProgram;
import io.nofin.linux.DirectMemory;
import io.nofin.linux.ErrnoException;
import io.nofin.linux.FileDescriptor;
import io.nofin.linux.LibC;
import io.nofin.linux.MappedMemory;
import io.nofin.linux.SocketOption;
import io.nofin.linux.Syscall;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Reads the packets of an Ethernet interface out of the memory that the kernel writes them into, without a system call for each: a packet
 * socket with a ring of slots, {@code TPACKET_V2} in linux/if_packet.h. The kernel fills a slot that this process has given back, and
 * loses packets when there is none.
 *
 * <pre>
 *    0 tp_status  4 tp_len  8 tp_snaplen  12 tp_mac  14 tp_net  16 tp_sec  20 tp_nsec  24 tp_vlan_tci  26 tp_vlan_tpid    32 bytes
 * </pre>
 */
final class RingSource implements PacketSource {

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int ETH_P_ALL = 3;
    private static final int TPACKET_V2 = 1;
    private static final int ADDRESS = 20;              // struct sockaddr_ll
    private static final int INSTRUCTION = 8;           // struct sock_filter
    private static final int PROGRAM = 16;              // struct sock_fprog

    private static final int TP_STATUS_KERNEL = 0;
    private static final int TP_STATUS_USER = 1;
    private static final int TP_STATUS_VLAN_VALID = 0x10;
    private static final int TP_STATUS_VLAN_TPID_VALID = 0x40;
    private static final int VLAN = 0x8100;
    private static final int VLAN_TAG = 4;
    private static final int MAC_ADDRESSES = 12;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final FileDescriptor socket;
    private final MappedMemory memory;
    private final ByteBuffer bytes;
    private final Slots slots;
    private int slotAt;
    private int slot;
    private long lost;
    private boolean open = true;

    /**
     * The layout of a ring.
     *
     * @param bytes      of each slot, a multiple of 16
     * @param blockBytes of each block, a power of two of pages; slots do not cross its end
     */
    record Slots(int bytes, int blockBytes, int blocks) {

        int inBlock() {
            return blockBytes / bytes;
        }

        int count() {
            return inBlock() * blocks;
        }
    }

    private RingSource(FileDescriptor socket, MappedMemory memory, Slots slots) {
        this.socket = socket;
        this.memory = memory;
        this.bytes = memory.bytes();
        this.slots = slots;
    }

    /** Opens one on an interface of the calling thread's namespace. */
    static RingSource open(int interfaceIndex, FilterProgram filter, Slots slots) throws IOException {
        FileDescriptor socket = FileDescriptor.of(Syscall.check("socket AF_PACKET",
            () -> LibC.INSTANCE.socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)));
        try {
            attach(socket, filter);
            SocketOption.PACKET_VERSION.set(socket, TPACKET_V2);
            SocketOption.PACKET_RX_RING.set(socket, struct(slots.blockBytes(), slots.blocks(), slots.bytes(), slots.count()));
            MappedMemory memory = MappedMemory.of(socket, slots.blockBytes() * slots.blocks());
            RingSource source = new RingSource(socket, memory, slots);
            try {
                bind(socket, interfaceIndex);
                return source;
            } catch (IOException | RuntimeException e) {
                memory.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public int read(Sink sink, int most) throws IOException {
        int count = 0;
        while (count < most) {
            int status = memory.acquire(slotAt);
            if ((status & TP_STATUS_USER) == 0) {
                check();
                return count;
            }
            take(status, sink);
            count++;
        }
        return count;
    }

    private void take(int status, Sink sink) {
        long time = (bytes.getInt(slotAt + 16) & 0xFFFF_FFFFL) * NANOS_PER_SECOND + bytes.getInt(slotAt + 20);
        int length = bytes.getInt(slotAt + 4);
        boolean tagged = (status & TP_STATUS_VLAN_VALID) != 0;
        byte[] packet = tagged ? tagged(status) : untagged();
        memory.release(slotAt, TP_STATUS_KERNEL);
        advance();
        sink.take(time, tagged ? length + VLAN_TAG : length, packet);
    }

    @Override
    public long lost() throws IOException {
        lost += SocketOption.PACKET_STATISTICS.get(socket, 2 * Integer.BYTES).getInt(4) & 0xFFFF_FFFFL;     // since they were asked for last
        return lost;
    }

    @Override
    public int room() {
        return slots.count();
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            memory.close();
            socket.close();
        }
    }

    private byte[] untagged() {
        byte[] packet = new byte[bytes.getInt(slotAt + 8)];
        bytes.get(slotAt + u16(12), packet);
        return packet;
    }

    /** Returns the packet with its VLAN tag, which the kernel took out of it. */
    private byte[] tagged(int status) {
        int captured = bytes.getInt(slotAt + 8);
        int at = slotAt + u16(12);
        byte[] packet = new byte[captured + VLAN_TAG];
        bytes.get(at, packet, 0, MAC_ADDRESSES);
        ByteBuffer.wrap(packet).putShort(MAC_ADDRESSES, (short) ((status & TP_STATUS_VLAN_TPID_VALID) != 0 ? u16(26) : VLAN))
            .putShort(MAC_ADDRESSES + 2, (short) u16(24));
        bytes.get(at + MAC_ADDRESSES, packet, MAC_ADDRESSES + VLAN_TAG, captured - MAC_ADDRESSES);
        return packet;
    }

    private int u16(int offset) {
        return bytes.getShort(slotAt + offset) & 0xFFFF;
    }

    private void advance() {
        slot = slot + 1 == slots.count() ? 0 : slot + 1;
        slotAt = slot / slots.inBlock() * slots.blockBytes() + slot % slots.inBlock() * slots.bytes();
    }

    /** Finds out whether the interface has gone, or down. */
    private void check() throws IOException {
        int errno = SocketOption.SO_ERROR.get(socket, Integer.BYTES).getInt(0);
        if (errno != 0) {
            throw new ErrnoException("capture", errno);
        }
    }

    private static void attach(FileDescriptor socket, FilterProgram filter) throws IOException {
        List<FilterProgram.Instruction> instructions = filter.instructions();
        ByteBuffer program = DirectMemory.allocate(instructions.size() * INSTRUCTION);
        instructions.forEach(one -> program.putShort((short) one.code()).put((byte) one.jumpIfTrue()).put((byte) one.jumpIfFalse()).putInt((int) one.k()));
        SocketOption.SO_ATTACH_FILTER.set(socket, ByteBuffer.allocate(PROGRAM).order(ByteOrder.nativeOrder())
            .putShort(0, (short) instructions.size()).putLong(Long.BYTES, DirectMemory.address(program.flip())).array());
        Reference.reachabilityFence(program);
    }

    private static void bind(FileDescriptor socket, int interfaceIndex) throws IOException {
        byte[] address = ByteBuffer.allocate(ADDRESS).order(ByteOrder.nativeOrder()).putShort((short) AF_PACKET)
            .order(ByteOrder.BIG_ENDIAN).putShort((short) ETH_P_ALL).order(ByteOrder.nativeOrder()).putInt(interfaceIndex).array();
        Syscall.check("bind packet socket", () -> LibC.INSTANCE.bind(socket.number(), address, address.length));
    }

    private static byte[] struct(int... numbers) {
        ByteBuffer struct = ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.nativeOrder());
        for (int number : numbers) {
            struct.putInt(number);
        }
        return struct.array();
    }
}
