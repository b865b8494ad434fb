package io.nofin.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The part of a resolv.conf(5) file that says whom to ask for which names.
 *
 * @param servers  the addresses, one to three; without a line the one of this host, as C libraries have it
 * @param search   the domains that are tried behind a name, none to six
 * @param ndots    how many dots a name has at least that is tried as it is first, 0 to 15
 * @param timeout  the time that one server has for one answer, 1 s to 30 s
 * @param attempts how often all are asked, 1 to 5
 */
record ResolvConf(List<String> servers, List<String> search, int ndots, Duration timeout, int attempts) {

    private static final String LOCAL_SERVER = "127.0.0.1";
    private static final int MOST_SERVERS = 3;          // MAXNS in resolv.h
    private static final int MOST_DOMAINS = 6;          // MAXDNSRCH
    private static final int MOST_DOTS = 15;            // RES_MAXNDOTS
    private static final int LONGEST_TIMEOUT = 30;      // RES_MAXRETRANS
    private static final int MOST_ATTEMPTS = 5;         // RES_MAXRETRY
    private static final int USUAL_TIMEOUT = 5;
    private static final int USUAL_ATTEMPTS = 2;

    ResolvConf {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
    }

    static ResolvConf parse(String text) {
        List<String> servers = new ArrayList<>();
        List<String> search = List.of();
        List<String> options = new ArrayList<>();
        for (String line : text.split("\n")) {
            List<String> words = Stream.of(line.replaceFirst("[#;].*", "").trim().split("\\s+")).toList();
            List<String> values = words.subList(1, words.size());
            switch (words.get(0)) {
                case "nameserver" -> values.stream().limit(1).forEach(servers::add);
                case "search", "domain" -> search = values;
                case "options" -> options.addAll(values);
                default -> { }
            }
        }
        return new ResolvConf(servers.isEmpty() ? List.of(LOCAL_SERVER) : servers.stream().limit(MOST_SERVERS).toList(),
            search.stream().limit(MOST_DOMAINS).toList(), option(options, "ndots:", 1, 0, MOST_DOTS),
            Duration.ofSeconds(option(options, "timeout:", USUAL_TIMEOUT, 1, LONGEST_TIMEOUT)),
            option(options, "attempts:", USUAL_ATTEMPTS, 1, MOST_ATTEMPTS));
    }

    /** Returns the names that are asked for, in this order, until one is known. */
    List<String> candidates(String name) {
        if (name.endsWith(".")) {
            return List.of(name.substring(0, name.length() - 1));
        }
        Stream<String> searched = search.stream().map(domain -> name + "." + domain.replaceFirst("\\.$", "")).filter(full -> !full.endsWith("."));
        return (name.chars().filter(letter -> letter == '.').count() >= ndots ? Stream.concat(Stream.of(name), searched)
            : Stream.concat(searched, Stream.of(name))).toList();
    }

    private static int option(List<String> options, String key, int usual, int least, int most) {
        return options.stream().filter(option -> option.matches(key + "\\d{1,6}")).map(option -> Integer.parseInt(option.substring(key.length())))
            .reduce((one, later) -> later).map(number -> Math.max(least, Math.min(most, number))).orElse(usual);
    }
}
