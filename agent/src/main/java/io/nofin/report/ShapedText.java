package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.inject.Shaped;
import io.nofin.netlink.route.QdiscCounters;
import io.nofin.queue.effect.LaneCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The fate of shaped packets, in words and as data. */
final class ShapedText {

    private ShapedText() {
    }

    /** Returns the counts in words, for example {@code queue: 120 delayed, 3 lost}. */
    static String words(Shaped shaped) {
        if (shaped instanceof Shaped.ByNetem netem) {
            QdiscCounters counts = netem.counts();
            return "netem: " + counts.packets() + " passed, " + counts.dropped() + " lost";
        }
        Shaped.ByQueue queue = (Shaped.ByQueue) shaped;
        LaneCounts counts = queue.counts();
        List<String> parts = new ArrayList<>();
        add(parts, counts.delayed(), "delayed");
        add(parts, counts.lost(), "lost");
        add(parts, counts.marked(), "marked instead of lost");
        add(parts, counts.duplicated(), "duplicated");
        add(parts, counts.corrupted(), "corrupted");
        add(parts, counts.reordered(), "reordered");
        add(parts, counts.overlimit(), "dropped for want of room");
        parts.addAll(queue.shortfalls());
        return "queue: " + (parts.isEmpty() ? counts.passed() + " passed as they were" : String.join(", ", parts));
    }

    static Map<String, Object> data(Shaped shaped) {
        if (shaped instanceof Shaped.ByNetem netem) {
            return JsonFields.of("engine", "netem", "passed", netem.counts().packets(), "held", netem.counts().held(),
                "lost-or-dropped", netem.counts().dropped());
        }
        Shaped.ByQueue queue = (Shaped.ByQueue) shaped;
        LaneCounts counts = queue.counts();
        return JsonFields.of("engine", "queue", "seen", counts.seen(), "passed", counts.passed(), "delayed", counts.delayed(),
            "lost", counts.lost(), "marked", counts.marked(), "duplicated", counts.duplicated(), "corrupted", counts.corrupted(),
            "reordered", counts.reordered(), "overlimit", counts.overlimit(),
            "refused", counts.undelivered().refused(), "unroutable", counts.undelivered().unroutable(),
            "too-large", counts.undelivered().tooLarge(), "no-room", counts.undelivered().noRoom(),
            "not-taken", counts.undelivered().otherwise(), "overflowed", counts.undelivered().overflowed(),
            "uncopied", counts.undelivered().uncopied(), "kept-whole", counts.undelivered().whole(),
            "kernel-drops", queue.kernelDrops());
    }

    private static void add(List<String> parts, long count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }
}
