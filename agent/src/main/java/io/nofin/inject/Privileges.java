package io.nofin.inject;

import io.nofin.api.UnsupportedHostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The capabilities of this process; see capabilities(7). */
public final class Privileges {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String EFFECTIVE = "CapEff:";
    private static final Map<String, Integer> NEEDED = new LinkedHashMap<>();

    static {
        NEEDED.put("CAP_NET_ADMIN", 12);        // rules, sets, links
        NEEDED.put("CAP_NET_RAW", 13);          // captures
        NEEDED.put("CAP_SYS_PTRACE", 19);       // other processes' namespaces under /proc
        NEEDED.put("CAP_SYS_ADMIN", 21);        // entering namespaces
    }

    private Privileges() {
    }

    /** Returns the capabilities that nofin needs and this process does not have. */
    public static List<String> missing() throws IOException {
        long effective = 0;
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(EFFECTIVE)) {
                effective = Long.parseUnsignedLong(line.substring(EFFECTIVE.length()).strip(), 16);
            }
        }
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, Integer> capability : NEEDED.entrySet()) {
            if ((effective >>> capability.getValue() & 1) == 0) {
                missing.add(capability.getKey());
            }
        }
        return missing;
    }

    /**
     * Checks the capabilities.
     *
     * @throws UnsupportedHostException when any is missing
     */
    public static void require() throws IOException {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new UnsupportedHostException("nofin needs root: this process lacks " + String.join(", ", missing)
                + ": start it with sudo");
        }
    }
}
