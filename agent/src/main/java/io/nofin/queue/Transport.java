package io.nofin.queue;

import io.nofin.queue.effect.Damage;
import java.nio.ByteBuffer;

/** Changes to IP packets in big-endian buffers that keep, or make, their checksums right. */
final class Transport {

    private static final int ZERO_MEANS_NONE = 0xFFFF;

    private Transport() {
    }

    /** Works out the checksum of a TCP or UDP packet that the kernel had left to the device. */
    static void completeChecksum(IpView view) {
        int length = view.length - view.headerLength;
        writeChecksum(view.buffer, view.at, view.ipv6, view.headerLength, length, view.protocol);
    }

    static void writeChecksum(ByteBuffer packet, int at, boolean ipv6, int headerLength, int length, int protocol) {
        int field = at + headerLength + IpView.checksumField(protocol);
        packet.putShort(field, (short) 0);
        long sum = ipv6 ? Checksum.sum(packet, at + 8, 32) : Checksum.sum(packet, at + 12, 8);
        int checksum = Checksum.of(sum + protocol + length + Checksum.sum(packet, at + headerLength, length));
        packet.putShort(field, (short) (checksum == 0 && protocol == IpView.UDP ? ZERO_MEANS_NONE : checksum));
    }

    /** Flips the bit, counted from the transport header on. */
    static void damage(IpView view, int damage) {
        int bit = Damage.bit(damage);
        int position = view.headerLength + bit / Byte.SIZE;
        if (position >= view.length) {
            return;
        }
        int word = view.headerLength + (bit / Byte.SIZE & ~1);
        int before = wordAt(view, word);
        view.buffer.put(view.at + position, (byte) (view.u8(position) ^ 1 << bit % Byte.SIZE));
        int field = IpView.checksumField(view.protocol);
        if (Damage.fixesChecksum(damage) && view.firstFragment && field >= 0) {
            fix(view, view.headerLength + field, before, wordAt(view, word));
        }
    }

    private static int wordAt(IpView view, int offset) {
        return offset + 1 < view.length ? view.u16(offset) : view.u8(offset) << Byte.SIZE;
    }

    private static void fix(IpView view, int field, int before, int after) {
        if (field + Short.BYTES > view.length) {
            return;
        }
        int checksum = view.u16(field);
        if (view.protocol == IpView.UDP && checksum == 0) {
            return;                                     // sent without
        }
        int updated = Checksum.updated(checksum, before, after);
        view.buffer.putShort(view.at + field, (short) (view.protocol == IpView.UDP && updated == 0 ? ZERO_MEANS_NONE : updated));
    }

    /** Writes another destination into a TCP or UDP packet, and keeps its transport checksum as right or wrong as it was. */
    static void redirect(IpView view, byte[] address, int port) {
        int field = view.headerLength + IpView.checksumField(view.protocol);
        int destination = view.ipv6 ? 24 : 16;
        for (int i = 0; i < address.length; i += Short.BYTES) {
            replace(view, destination + i, (address[i] & 0xFF) << Byte.SIZE | address[i + 1] & 0xFF, field);
        }
        replace(view, view.headerLength + Short.BYTES, port, field);
    }

    private static void replace(IpView view, int word, int by, int field) {
        int before = view.u16(word);
        view.buffer.putShort(view.at + word, (short) by);
        fix(view, field, before, by);
    }

    /** Marks a packet with congestion experienced, RFC 3168; {@code INET_ECN_set_ce()} in net/inet_ecn.h. */
    static void markCongestion(IpView view) {
        if (view.ipv6) {
            view.buffer.put(view.at + 1, (byte) (view.u8(1) | 0x30));
            return;
        }
        int before = view.u16(0);
        view.buffer.put(view.at + 1, (byte) (view.u8(1) | 0x03));
        view.buffer.putShort(view.at + 10, (short) Checksum.updated(view.u16(10), before, view.u16(0)));
    }
}
