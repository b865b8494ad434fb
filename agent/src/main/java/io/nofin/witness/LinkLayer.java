package io.nofin.witness;

import org.pcap4j.packet.namednumber.DataLinkType;

/**
 * Finds the IP header behind a link-layer header; see pcap-linktype(7).
 *
 * @param typeAt       the offset of the protocol's number; -1 where there is none and IP follows at once
 * @param headerLength the length of the whole header, without VLAN tags
 */
record LinkLayer(int typeAt, int headerLength) {

    static final int LINUX_SLL2 = 276;
    static final int SLL2_INTERFACE = 4;        // offset of the interface's index in a cooked header
    private static final int NONE = -1;
    private static final int VLAN = 0x8100;
    private static final int VLAN_OUTER = 0x88A8;
    private static final int VLAN_TAG = 4;

    /**
     * Returns the layer of a type. Link types that nofin cannot read are taken for bare IP: their packets then cannot be parsed, and
     * count as lost.
     */
    static LinkLayer of(DataLinkType type) {
        if (type.equals(DataLinkType.EN10MB)) {
            return new LinkLayer(12, 14);
        }
        if (type.equals(DataLinkType.LINUX_SLL)) {
            return new LinkLayer(14, 16);
        }
        return type.value() == LINUX_SLL2 ? new LinkLayer(0, 20) : new LinkLayer(NONE, 0);
    }

    /** Returns the offset of the IP header, or the frame's length when it is cut off before that. */
    int ipOffset(byte[] frame) {
        int tags = 0;
        while (typeAt > 0 && typeAt + tags + 2 <= frame.length && isVlan(Bytes.u16(frame, typeAt + tags))) {
            tags += VLAN_TAG;
        }
        return Math.min(frame.length, headerLength + tags);
    }

    private static boolean isVlan(int type) {
        return type == VLAN || type == VLAN_OUTER;
    }
}
