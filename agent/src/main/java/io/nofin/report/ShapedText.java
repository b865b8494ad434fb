package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.inject.Shaped;
import io.nofin.netlink.route.QdiscCounters;
import io.nofin.queue.effect.Fate;
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
        for (Fate fate : Fate.values()) {
            if (counts.of(fate) > 0 && !fate.words().isEmpty()) {
                parts.add(counts.of(fate) + " " + fate.words());
            }
        }
        parts.addAll(queue.shortfalls());
        return "queue: " + (parts.isEmpty() ? counts.of(Fate.PASSED) + " passed as they were" : String.join(", ", parts));
    }

    static Map<String, Object> data(Shaped shaped) {
        if (shaped instanceof Shaped.ByNetem netem) {
            return JsonFields.of("engine", "netem", "passed", netem.counts().packets(), "held", netem.counts().held(),
                "lost-or-dropped", netem.counts().dropped());
        }
        Shaped.ByQueue queue = (Shaped.ByQueue) shaped;
        Map<String, Object> data = JsonFields.of("engine", "queue");
        for (Fate fate : Fate.values()) {
            data.put(fate.word(), queue.counts().of(fate));
        }
        data.put("kernel-drops", queue.kernelDrops());
        return data;
    }
}
