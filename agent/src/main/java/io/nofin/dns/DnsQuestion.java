package io.nofin.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One question to a name server, and how its answer reads; see section 4 of RFC 1035.
 *
 * @param id   the number that the answer has, too; 0 to 65535
 * @param type {@link #TYPE_A} or {@link #TYPE_AAAA}
 */
record DnsQuestion(int id, String name, int type) {

    static final int TYPE_A = 1;
    static final int TYPE_AAAA = 28;

    /** The longest message over UDP; what is longer is cut off, and asked for over TCP. */
    static final int MOST_OVER_UDP = 512;

    private static final int HEADER = 12;
    private static final int CLASS_IN = 1;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int IS_ANSWER = 0x8000;
    private static final int IS_CUT_OFF = 0x0200;
    private static final int CODE = 0x000F;
    private static final int NAME_ERROR = 3;
    private static final int POINTER = 0xC0;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_NAME = 253;
    private static final int MOST_ADDRESSES = 1_024;

    /**
     * An answer.
     *
     * @param isCutOff  whether there is more than fitted
     * @param isFailure whether the server could not, or would not, find out
     */
    record Answer(List<InetAddress> addresses, boolean isCutOff, boolean isFailure) {
    }

    /** Returns whether a name can be asked for at all: labels of 1 to 63 bytes, 253 bytes in all, and not one that nobody has (RFC 6761). */
    static boolean isAskable(String name) {
        return !name.toLowerCase(Locale.ROOT).endsWith(".invalid") && name.length() <= LONGEST_NAME && Arrays.stream(name.split("\\.", -1)).allMatch(label -> !label.isEmpty()
            && label.length() <= LONGEST_LABEL && StandardCharsets.US_ASCII.newEncoder().canEncode(label));
    }

    byte[] bytes() {
        ByteBuffer message = ByteBuffer.allocate(MOST_OVER_UDP).putShort((short) id).putShort((short) RECURSION_DESIRED).putShort((short) 1)
            .putShort((short) 0).putInt(0).put(question());
        return Arrays.copyOf(message.array(), message.position());
    }

    /** Reads an answer; empty for bytes that are none to this question. */
    Optional<Answer> answer(ByteBuffer message) {
        try {
            int number = Short.toUnsignedInt(message.getShort());
            int flags = Short.toUnsignedInt(message.getShort());
            int questions = Short.toUnsignedInt(message.getShort());
            int records = Short.toUnsignedInt(message.getShort());
            message.getInt();
            byte[] asked = question();
            byte[] repeated = new byte[asked.length];
            message.get(repeated);
            if (number != id || (flags & IS_ANSWER) == 0 || questions != 1 || !isSame(asked, repeated)) {
                return Optional.empty();
            }
            int code = flags & CODE;
            boolean isCutOff = (flags & IS_CUT_OFF) != 0;
            return Optional.of(new Answer(isCutOff ? List.of() : addresses(message, records), isCutOff, code != 0 && code != NAME_ERROR));
        } catch (BufferUnderflowException | IllegalArgumentException | UnknownHostException malformed) {
            return Optional.empty();
        }
    }

    /** Reads the addresses of the type that was asked for, whatever aliases lead to them. */
    private List<InetAddress> addresses(ByteBuffer message, int records) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (int i = 0; i < records && addresses.size() < MOST_ADDRESSES; i++) {
            skipName(message);
            int kind = Short.toUnsignedInt(message.getShort());
            int network = Short.toUnsignedInt(message.getShort());
            message.getInt();                                   // how long it may be kept
            byte[] data = new byte[Short.toUnsignedInt(message.getShort())];
            message.get(data);
            if (kind == type && network == CLASS_IN) {
                addresses.add(InetAddress.getByAddress(data));
            }
        }
        return addresses;
    }

    private static void skipName(ByteBuffer message) {
        int length = Byte.toUnsignedInt(message.get());
        while (length != 0 && length < POINTER) {
            message.position(message.position() + length);
            length = Byte.toUnsignedInt(message.get());
        }
        if (length >= POINTER) {
            message.get();
        }
    }

    private byte[] question() {
        ByteBuffer question = ByteBuffer.allocate(MOST_OVER_UDP - HEADER);
        for (String label : name.split("\\.")) {
            question.put((byte) label.length()).put(label.getBytes(StandardCharsets.US_ASCII));
        }
        question.put((byte) 0).putShort((short) type).putShort((short) CLASS_IN);
        return Arrays.copyOf(question.array(), question.position());
    }

    /** Compares without regard to case: some servers return the name as they know it. */
    private static boolean isSame(byte[] one, byte[] other) {
        return new String(one, StandardCharsets.ISO_8859_1).equalsIgnoreCase(new String(other, StandardCharsets.ISO_8859_1));
    }
}
