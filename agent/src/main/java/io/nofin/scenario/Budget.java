package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.ByteCount;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Limits of what any run may take of its host.
 *
 * @param changed the limits that differ from the standard ones, each 1 to 1,000,000, or to 2^31 - 1 for bytes
 * @param file    the configuration in which they can be changed, for messages
 */
public record Budget(Map<Cost, Long> changed, Path file) {

    /** The configuration file of a host. */
    public static final Path STANDARD_FILE = Path.of("/etc/nofin/nofin.yaml");

    /** The limits where the configuration sets none. */
    public static final Budget STANDARD = new Budget(Map.of());

    /** The highest limits that a configuration can set. */
    public static final Budget LARGEST = new Budget(Stream.of(Cost.values()).collect(Collectors.toMap(Function.identity(), Cost::most)));

    public Budget {
        changed = Map.copyOf(changed);
        changed.forEach((cost, limit) -> {
            if (limit < 1 || limit > cost.most()) {
                throw new BadValueException(cost.key() + " is out of range: " + limit, "write 1 to " + cost.most());
            }
        });
    }

    /** Creates a budget of the standard file. */
    public Budget(Map<Cost, Long> changed) {
        this(changed, STANDARD_FILE);
    }

    public long of(Cost cost) {
        return changed.getOrDefault(cost, cost.standard());
    }

    /** Returns this budget with another limit. */
    public Budget with(Cost cost, long limit) {
        Map<Cost, Long> other = new EnumMap<>(Cost.class);
        other.putAll(changed);
        other.put(cost, limit);
        return new Budget(other, file);
    }

    /**
     * Checks a count against its limit.
     *
     * @throws BadValueException when the count exceeds it; the message names the key that changes the limit
     */
    public void check(String path, Cost cost, long count) {
        if (count > of(cost)) {
            throw new BadValueException((path.isEmpty() ? "" : path + ": ") + what(cost, count), remedy(cost));
        }
    }

    public Budget readFrom(Path other) {
        return new Budget(changed, other);
    }

    String what(Cost cost, long count) {
        return (count == Long.MAX_VALUE ? "far too many" : written(cost, count)) + " " + cost.noun() + ", and the limit is " + written(cost, of(cost));
    }

    String remedy(Cost cost) {
        return "use fewer, or raise limits." + cost.key() + " in " + file;
    }

    private static String written(Cost cost, long count) {
        return cost.isBytes() && count <= Integer.MAX_VALUE ? new ByteCount(count).toString() : Long.toString(count);
    }
}
