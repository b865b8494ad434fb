package io.nofin.report;

import io.nofin.queue.SeenPacket;
import io.nofin.run.TriggerResult;
import io.nofin.yaml.Keyword;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The packet that began a step, in sentences. */
final class TriggerText {

    private static final String INDENT = "  ";
    private static final Map<Integer, String> PROTOCOLS = Map.of(1, "icmp", 6, "tcp", 17, "udp", 58, "icmpv6", 132, "sctp");

    private TriggerText() {
    }

    static List<String> lines(TriggerResult trigger) {
        List<String> lines = new ArrayList<>();
        lines.add("packet that began " + String.join(", ", trigger.faults()) + ", at " + Quantities.moment(trigger.at()) + ", " + trigger.packet().side().word()
            + " at " + trigger.host());
        lines.add(INDENT + words(trigger.packet()));
        lines.add(INDENT + "exact: " + trigger.exact().answer().name().toLowerCase(Locale.ROOT) + ": " + trigger.exact().reason());
        return lines;
    }

    private static String words(SeenPacket packet) {
        return PROTOCOLS.getOrDefault(packet.protocol(), "protocol " + packet.protocol()) + " " + end(packet.from()) + " > " + end(packet.to())
            + (packet.flags().isEmpty() ? "" : packet.flags().stream().map(Keyword::word).collect(Collectors.joining(" ", " [", "]")))
            + ", " + Quantities.bytes(packet.length()) + ", " + packet.payload() + " of them data"
            + (packet.first().isEmpty() ? "" : ": " + escaped(packet.first()) + (packet.first().length() < packet.payload() ? "..." : ""));
    }

    private static String end(InetSocketAddress end) {
        String address = end.getAddress().getHostAddress();
        return end.getPort() == 0 ? address : (address.contains(":") ? "[" + address + "]" : address) + ":" + end.getPort();
    }

    /** Returns bytes as printable text: others than those of ASCII as {@code \n}, {@code \r}, {@code \t} or {@code \xNN}. */
    static String escaped(String bytes) {
        StringBuilder text = new StringBuilder();
        for (char one : bytes.toCharArray()) {
            switch (one) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '\\' -> text.append("\\\\");
                default -> text.append(one >= ' ' && one < 0x7F ? String.valueOf(one) : String.format("\\x%02x", (int) one));
            }
        }
        return text.toString();
    }
}
