package io.nofin.silence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The counters of a namespace by which a host could tell that it drops packets itself, named as nstat(8) names them. */
record Counters(Map<String, Long> values) {

    static final List<String> NAMES = List.of("TcpExtTCPRetransFail", "IpOutDiscards", "Ip6OutDiscards",
        "IcmpOutDestUnreachs", "Icmp6OutDestUnreachs");

    private static final Path NET = Path.of("/proc/thread-self/net");

    /** Reads those of the calling thread's namespace. */
    static Counters read() throws IOException {
        Map<String, Long> all = new HashMap<>();
        for (String file : List.of("snmp", "netstat")) {
            List<String> lines = Files.readAllLines(NET.resolve(file));
            for (int line = 0; line + 1 < lines.size(); line += 2) {
                addTable(all, lines.get(line).split("[: ]+"), lines.get(line + 1).split("[: ]+"));
            }
        }
        for (String line : Files.readAllLines(NET.resolve("snmp6"))) {
            String[] counter = line.split("\\s+");
            all.put(counter[0], Long.valueOf(counter[1]));
        }
        Map<String, Long> chosen = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (!all.containsKey(name)) {
                throw new IOException("the kernel has no such counter: name=" + name);
            }
            chosen.put(name, all.get(name));
        }
        return new Counters(chosen);
    }

    long since(Counters before, String name) {
        return values.get(name) - before.values.get(name);
    }

    private static void addTable(Map<String, Long> all, String[] names, String[] values) {
        for (int column = 1; column < names.length; column++) {
            all.put(names[0] + names[column], Long.valueOf(values[column]));
        }
    }
}
