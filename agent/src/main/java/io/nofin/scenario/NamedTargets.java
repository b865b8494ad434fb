package io.nofin.scenario;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Names targets that are written in place, for the rest of a scenario. Not thread-safe. */
public final class NamedTargets {

    private static final int LONGEST_NAME = 40;

    private final Map<String, TargetSpec> known = new LinkedHashMap<>();
    private final Map<TargetSpec, String> names = new HashMap<>();
    private final Predicate<String> taken;
    private int next = 2;

    public NamedTargets() {
        this(name -> false);
    }

    /** @param taken tells whether a name is in use otherwise */
    NamedTargets(Predicate<String> taken) {
        this.taken = taken;
    }

    /** Returns the target's name, which is its notation: no name that somebody gives has a colon. Equal targets have equal names. */
    public String add(TargetSpec target) {
        return add(target.toString(), target);
    }

    /**
     * Returns the target's name. A known target keeps its name.
     *
     * @param like the target's notation, or else a text from which a new name is derived
     */
    public String add(String like, TargetSpec target) {
        return names.computeIfAbsent(target, added -> {
            String name = like.equals(added.toString()) ? like : nameLike(like);
            while (known.containsKey(name) || taken.test(name) || !name.equals(like) && !Names.isName(name)) {
                name = "target-" + next++;
            }
            known.put(name, added);
            return name;
        });
    }

    /** Adds a target that has a name of its own. {@link #add} returns the first name of a target. */
    void define(String name, TargetSpec target) {
        known.put(name, target);
        names.putIfAbsent(target, name);
    }

    /** Returns the text with invalid characters of a name replaced, cut to the length of a name. */
    public static String nameLike(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_.-]+", "-").replaceAll("^[-_.]+", "");
        return plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    }

    /** Parses a host and a port, where a target in place of the host is replaced by its name: {@code docker:redis:6379}. */
    public Endpoint endpoint(String text) {
        int colon = text.lastIndexOf(':');
        Optional<TargetSpec> target = colon < 0 ? Optional.empty() : TargetNotation.tryParse(text.substring(0, colon))
            .filter(spec -> !(spec instanceof TargetSpec.Host));
        return Endpoint.parse(target.map(spec -> add(spec) + text.substring(colon)).orElse(text));
    }

    /** Returns the endpoint or URL of a probe with its targets as they were typed. */
    public String typed(ProbeKind probeKind) {
        return probeKind.endpoint().filter(to -> known.containsKey(to.host())).map(to -> known.get(to.host()) + ":" + to.port()).orElse(probeKind.toString());
    }

    /** Returns all targets by name, in the order of their addition. */
    public Map<String, TargetSpec> all() {
        return Collections.unmodifiableMap(known);
    }
}
