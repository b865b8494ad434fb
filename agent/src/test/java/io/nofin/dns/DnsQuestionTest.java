package io.nofin.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.unit.IpAddresses;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes by section 4 of RFC 1035. */
class DnsQuestionTest {

    private static final DnsQuestion QUESTION = new DnsQuestion(0x1234, "db.example", DnsQuestion.TYPE_A);
    private static final String ASKED = "02 6462 07 6578616d706c65 00 0001 0001";

    /** An alias db.example -> x, and two addresses of x, one of them of another type. */
    private static final String ANSWER = "1234 8180 0001 0003 0000 0000" + ASKED
        + "c00c 0005 0001 00000000 0003 01 78 00"
        + "01 78 00 0001 0001 00000000 0004 0a000007"
        + "c00c 001c 0001 00000000 0010 fd000000000000000000000000000001";

    @Test
    void asksForOneTypeAndForRecursion() {
        assertEquals(HexFormat.of().formatHex(bytes("1234 0100 0001 0000 0000 0000" + ASKED)), HexFormat.of().formatHex(QUESTION.bytes()));
    }

    @Test
    void readsTheAddressesOfItsTypeBehindAliases() {
        DnsQuestion.Answer answer = QUESTION.answer(ByteBuffer.wrap(bytes(ANSWER))).orElseThrow();

        assertEquals(List.of("10.0.0.7"), answer.addresses().stream().map(IpAddresses::text).toList());
        assertFalse(answer.isCutOff() || answer.isFailure());
    }

    @Test
    void tellsUnknownFromFailedAndFromCutOff() {
        assertEquals(Optional.of(new DnsQuestion.Answer(List.of(), false, false)), answer("1234 8183 0001 0000 0000 0000" + ASKED));
        assertEquals(Optional.of(new DnsQuestion.Answer(List.of(), false, true)), answer("1234 8182 0001 0000 0000 0000" + ASKED));
        assertEquals(Optional.of(new DnsQuestion.Answer(List.of(), false, true)), answer("1234 8185 0001 0000 0000 0000" + ASKED));
        assertEquals(Optional.of(new DnsQuestion.Answer(List.of(), true, false)), answer("1234 8380 0001 0003 0000 0000" + ASKED));
    }

    @Test
    void takesNothingForAnAnswerThatIsNone() {
        assertEquals(Optional.empty(), answer("1235" + ANSWER.substring(4)), "another number");
        assertEquals(Optional.empty(), answer("1234 0180" + ANSWER.substring(9)), "a question");
        assertEquals(Optional.empty(), answer(ANSWER.replaceFirst("6462", "6463")), "another name");
        assertEquals(Optional.empty(), answer(ANSWER.replace("0004 0a000007", "0003 0a0000")), "an address of three bytes");
        byte[] whole = bytes(ANSWER);
        for (int length = 0; length < whole.length; length++) {
            assertEquals(Optional.empty(), QUESTION.answer(ByteBuffer.wrap(whole, 0, length)), "cut at " + length);
        }
    }

    @Test
    void survivesAnyBytes() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = bytes(ANSWER);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            QUESTION.answer(ByteBuffer.wrap(bytes)).ifPresent(answer -> assertTrue(answer.addresses().size() <= bytes.length));
        }
    }

    @Test
    void knowsWhichNamesAMessageHolds() {
        assertTrue(DnsQuestion.isAskable("db") && DnsQuestion.isAskable("a".repeat(63) + ".example"));
        assertFalse(DnsQuestion.isAskable("a".repeat(64)) || DnsQuestion.isAskable("a..b") || DnsQuestion.isAskable("a.".repeat(127) + "a")
            || DnsQuestion.isAskable("ä") || DnsQuestion.isAskable("db.Invalid"));
    }

    private static Optional<DnsQuestion.Answer> answer(String hex) {
        return QUESTION.answer(ByteBuffer.wrap(bytes(hex)));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
