package io.nofin.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.scenario.ConnectionState;
import io.nofin.scenario.PacketContent;
import io.nofin.scenario.PayloadPattern;
import io.nofin.scenario.TcpFlag;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Packets are written byte by byte, from the IP header on. */
class TriggerConditionTest {

    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int ACK = 16;

    @Test
    void countsOnlyPacketsThatMeetEveryCondition() {
        TriggerCondition second = new TriggerCondition(content("EXEC", 0, 65_535), 2);

        assertFalse(second.isMet(tcp(1, 100, ACK, "EXEC")), "the first");
        assertFalse(second.isMet(tcp(1, 104, ACK, "")), "no payload");
        assertFalse(second.isMet(tcp(1, 104, ACK, "exec")));
        assertTrue(second.isMet(tcp(2, 500, ACK, "*1 EXEC")), "of another connection");
        assertFalse(second.isMet(tcp(1, 108, ACK, "EXEC")), "the third");
        assertEquals(new TriggerCounts(5, 5, 5, 3, 3), second.counts());
    }

    @Test
    void countsWhatTcpRepeatsOnce() {
        TriggerCondition third = new TriggerCondition(new PacketContent(Optional.empty(), List.of(), true, ConnectionState.ALL), 3);

        assertFalse(third.isMet(tcp(1, 100, ACK, "one")));
        assertFalse(third.isMet(tcp(1, 100, ACK, "one")), "sent again");
        assertFalse(third.isMet(tcp(1, 103, ACK, "two")));
        assertFalse(third.isMet(tcp(1, 100, ACK, "onetwo")), "both sent again, as one segment");
        assertFalse(third.isMet(tcp(1, 103, ACK, "two")), "sent again");
        assertTrue(third.isMet(tcp(1, 103, ACK, "twothree")), "with something new behind it");
        assertEquals(new TriggerCounts(6, 6, 6, 6, 3), third.counts());
    }

    @Test
    void countsSequencesThatRunOver() {
        TriggerCondition second = new TriggerCondition(new PacketContent(Optional.empty(), List.of(), true, ConnectionState.ALL), 2);

        assertFalse(second.isMet(tcp(1, -2, ACK, "abcd")));
        assertFalse(second.isMet(tcp(1, -2, ACK, "abcd")), "sent again");
        assertTrue(second.isMet(tcp(1, 2, ACK, "e")));
    }

    @Test
    void takesAConnectionThatComesAgainForANewOne() {
        TriggerCondition second = new TriggerCondition(new PacketContent(Optional.empty(), List.of(TcpFlag.SYN), false, ConnectionState.NEW), 2);

        assertFalse(second.isMet(tcp(1, 5_000, SYN, "")));
        assertFalse(second.isMet(tcp(1, 5_000, SYN, "")), "sent again");
        assertFalse(second.isMet(tcp(1, 5_001, ACK, "data")));
        assertTrue(second.isMet(tcp(1, 1_000, SYN, "")), "the same ports, an earlier sequence");
    }

    @Test
    void countsEachDatagram() {
        TriggerCondition third = new TriggerCondition(content("x", 0, 65_535), 3);

        assertFalse(third.isMet(udp(1, "x")));
        assertFalse(third.isMet(udp(1, "x")));
        assertTrue(third.isMet(udp(1, "x")));
    }

    @ParameterizedTest
    @CsvSource({"abcEXEC, 3, 3, true", "abcEXEC, 2, 2, false", "abcEXEC, 0, 3, true", "abcEXEC, 0, 2, false", "abcEXEC, 4, 9, false", "EXE, 0, 65535, false",
        "EXEC, 0, 0, true", "'', 0, 65535, false"})
    void looksForAPatternThatBeginsWithinTheOffsets(String payload, int first, int last, boolean met) {
        assertEquals(met, new TriggerCondition(content("EXEC", first, last), 1).isMet(tcp(1, 100, ACK, payload)));
        assertEquals(met, new TriggerCondition(content("EXEC", first, last), 1).isMet(udp(1, payload)));
        assertEquals(met, new TriggerCondition(content("EXEC", first, last), 1).isMet(udp6(payload)));
    }

    @Test
    void doesNotTakeHeadersForPayload() {
        assertFalse(new TriggerCondition(content("\u0000\u0007", 0, 65_535), 1).isMet(udp(7, "abc")), "port 7");
    }

    @ParameterizedTest
    @CsvSource({"2, ALL, true", "18, ALL, true", "16, ALL, false", "2, NEW, true", "18, NEW, false", "18, ESTABLISHED, true", "2, ESTABLISHED, false"})
    void asksForFlagsAndForTheBeginningOfAConnection(int flags, ConnectionState state, boolean met) {
        TriggerCondition condition = new TriggerCondition(new PacketContent(Optional.empty(), List.of(TcpFlag.SYN), false, state), 1);

        assertEquals(met, condition.isMet(tcp(1, 100, flags, "")));
        assertFalse(condition.isMet(udp(1, "")), "has no flags");
    }

    @Test
    void knowsTheFirstDatagramOfAFlow() {
        TriggerCondition second = new TriggerCondition(new PacketContent(Optional.empty(), List.of(), false, ConnectionState.NEW), 2);

        assertFalse(second.isMet(udp(1, "a")));
        assertFalse(second.isMet(udp(1, "b")), "of the same flow");
        assertTrue(second.isMet(udp(2, "a")));
    }

    @Test
    void meetsNoFragmentBehindTheFirstAndNoRubbish() {
        TriggerCondition any = new TriggerCondition(PacketContent.ANY, 1);

        assertFalse(any.isMet(view("45000020 00010001 40110000 0a000001 0a000002 0001000200000000 61626364")), "offset 8");
        assertFalse(any.isMet(view("00")), "no IP");
        assertEquals(new TriggerCounts(2, 0, 0, 0, 0), any.counts());
        assertTrue(any.isMet(tcp(1, 1, FIN | ACK, "")));
    }

    private static PacketContent content(String pattern, int first, int last) {
        return new PacketContent(Optional.of(new PayloadPattern(pattern, first, last)), List.of(), false, ConnectionState.ALL);
    }

    private static IpView tcp(int port, int sequence, int flags, String payload) {
        return view(String.format("4500%04x 00000000 40060000 0a000001 0a000002 %04x1f90 %08x 00000000 50%02x0000 00000000", 40 + payload.length(), port, sequence, flags)
            + hex(payload));
    }

    private static IpView udp(int port, String payload) {
        return view(String.format("4500%04x 00000000 40110000 0a000001 0a000002 %04x1f90 %04x0000", 28 + payload.length(), port, 8 + payload.length()) + hex(payload));
    }

    private static IpView udp6(String payload) {
        return view(String.format("60000000 %04x1140 %032x %032x 00011f90 %04x0000", 8 + payload.length(), 1, 2, 8 + payload.length()) + hex(payload));
    }

    private static String hex(String payload) {
        return HexFormat.of().formatHex(payload.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static IpView view(String packet) {
        byte[] bytes = HexFormat.of().parseHex(packet.replace(" ", ""));
        return new IpView().read(ByteBuffer.wrap(bytes), 0, bytes.length);
    }
}
