package io.nofin.witness.pcapng;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * One section of pcapng, in big-endian order; see the IETF draft "PCAP Next Generation (pcapng) Capture File Format". The section
 * comes first, then the interfaces, then packets, whose times are in nanoseconds. Not thread-safe.
 */
public final class PcapngWriter implements Closeable {

    private static final int SECTION_HEADER = 0x0A0D_0D0A;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;
    private static final int OPT_COMMENT = 1;
    private static final int SHB_USERAPPL = 4;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int NANOSECONDS = 9;           // ten to the minus ninth

    private final OutputStream out;

    /**
     * Begins the section.
     *
     * @param out      the stream to write to, which is closed with this
     * @param comments comments about the whole file
     */
    public PcapngWriter(OutputStream out, List<String> comments) throws IOException {
        this.out = out;
        Block block = new Block(SECTION_HEADER)
            .u32(BYTE_ORDER_MAGIC)
            .u16(1).u16(0)                              // version 1.0
            .u32(-1).u32(-1);                           // section length: not known yet
        comments.forEach(comment -> block.option(OPT_COMMENT, comment));
        block.option(SHB_USERAPPL, "nofin").endOfOptions().writeTo(out);
    }

    /**
     * Adds an interface; the first has number 0.
     *
     * @param linkType     a number of pcap-linktype(7)
     * @param captureBytes the most bytes kept of each packet; libpcap reads a file only where all interfaces have the same
     */
    public void addInterface(String name, int linkType, int captureBytes) throws IOException {
        new Block(INTERFACE_DESCRIPTION)
            .u16(linkType).u16(0)
            .u32(captureBytes)
            .option(IF_NAME, name)
            .option(IF_TSRESOL, new byte[] {NANOSECONDS})
            .endOfOptions().writeTo(out);
    }

    /**
     * Adds a packet.
     *
     * @param epochNanos     the time since 1970
     * @param originalLength the length of the packet, of which {@code bytes} is the beginning
     * @param comments       comments that Wireshark shows with the packet
     */
    public void addPacket(int interfaceNumber, long epochNanos, int originalLength, byte[] bytes, List<String> comments)
            throws IOException {
        Block block = new Block(ENHANCED_PACKET)
            .u32(interfaceNumber)
            .u32((int) (epochNanos >>> Integer.SIZE)).u32((int) epochNanos)
            .u32(bytes.length)
            .u32(originalLength)
            .bytes(bytes);
        comments.forEach(comment -> block.option(OPT_COMMENT, comment));
        (comments.isEmpty() ? block : block.endOfOptions()).writeTo(out);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
