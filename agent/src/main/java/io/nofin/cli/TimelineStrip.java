package io.nofin.cli;

import io.nofin.api.ProbeState;
import io.nofin.api.RunEvent;
import io.nofin.api.RunEvent.Stretch;
import io.nofin.report.Quantities;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Draws a run on a terminal over its whole length: faults as bars, planned ones included, and probes as traces, one line each. Times
 * count from the start of the timeline. Not thread-safe.
 */
final class TimelineStrip {

    private static final int COLUMNS = 48;
    private static final int NAME = 12;
    private static final int MOST_LINES = 16;       // fits a terminal of 24 lines

    private final Map<String, List<Stretch>> faults = new LinkedHashMap<>();
    private final Map<String, List<Change>> probes = new LinkedHashMap<>();
    private final Glyph.Style style;
    private Duration end = Duration.ZERO;

    private record Change(Duration at, ProbeState to) {
    }

    TimelineStrip(List<Stretch> timeline, Collection<String> probes, Glyph.Style style) {
        this.style = style;
        timeline.forEach(this::add);
        probes.forEach(probe -> changed(probe, Duration.ofSeconds(Long.MIN_VALUE), ProbeState.CONNECTING));
    }

    /** Records that faults fired; those of steps that waited for an event were not planned for that time. */
    void fired(RunEvent.Fired fired) {
        fired.beyond(faults.values().stream().flatMap(List::stream).toList()).forEach(this::add);
    }

    private void add(Stretch stretch) {
        faults.computeIfAbsent(stretch.fault(), key -> new ArrayList<>()).add(stretch);
        end = end.compareTo(stretch.to()) > 0 ? end : stretch.to();
    }

    /** Records that a probe changed its state. */
    void changed(String probe, Duration at, ProbeState state) {
        probes.computeIfAbsent(probe, key -> new ArrayList<>()).add(new Change(at, state));
    }

    /** Renders a line for each fault and probe, and one that counts the rest where there are too many. */
    List<String> lines(Duration now) {
        Duration whole = now.compareTo(end) > 0 ? now : end;
        List<String> lines = new ArrayList<>();
        faults.forEach((name, stretches) -> lines.add(line(name, fault(stretches, now, whole), told(stretches, now))));
        probes.forEach((name, changes) -> lines.add(line(name, probe(changes, now, whole), changes.get(changes.size() - 1).to.toString())));
        int more = lines.size() - MOST_LINES;
        return more <= 0 ? lines : concat(lines.subList(0, MOST_LINES), "and " + more + " more");
    }

    private String line(String name, Glyph[] glyphs, String told) {
        String shown = name.length() > NAME ? name.substring(0, NAME - 1) + "~" : name;
        return (shown + " ".repeat(NAME - shown.length()) + " " + style.text(glyphs) + " " + told).stripTrailing();
    }

    private static Glyph[] fault(List<Stretch> stretches, Duration now, Duration whole) {
        Glyph[] glyphs = new Glyph[COLUMNS];
        Arrays.setAll(glyphs, column -> {
            Duration start = start(column, whole);
            boolean past = start.compareTo(now) <= 0;
            boolean inForce = stretches.stream().anyMatch(stretch -> overlaps(stretch, start, start(column + 1, whole)));
            return inForce ? past ? Glyph.FIRED : Glyph.PLANNED : past ? Glyph.QUIET : Glyph.FUTURE;
        });
        return glyphs;
    }

    private static boolean overlaps(Stretch stretch, Duration start, Duration end) {
        return stretch.from().compareTo(end) < 0 && stretch.to().compareTo(start) > 0;
    }

    private static String told(List<Stretch> stretches, Duration now) {
        Optional<Stretch> next = stretches.stream().filter(stretch -> stretch.to().compareTo(now) > 0).findFirst();
        return next.map(stretch -> stretch.from().compareTo(now) > 0 ? "in " + Quantities.duration(stretch.from().minus(now))
            : "firing, " + Quantities.duration(stretch.to().minus(now))).orElse("");
    }

    /** Renders the worst state of each column. */
    private static Glyph[] probe(List<Change> changes, Duration now, Duration whole) {
        Glyph[] glyphs = new Glyph[COLUMNS];
        Arrays.setAll(glyphs, column -> start(column, whole).compareTo(now) > 0 ? Glyph.FUTURE
            : Glyph.of(worst(changes, start(column, whole), start(column + 1, whole))));
        return glyphs;
    }

    private static ProbeState worst(List<Change> changes, Duration start, Duration end) {
        ProbeState worst = ProbeState.UP;
        for (int i = 0; i < changes.size(); i++) {
            boolean over = i + 1 < changes.size() && changes.get(i + 1).at.compareTo(start) <= 0;
            if (!over && changes.get(i).at.compareTo(end) < 0) {
                worst = Glyph.of(changes.get(i).to).compareTo(Glyph.of(worst)) > 0 ? changes.get(i).to : worst;
            }
        }
        return worst;
    }

    private static Duration start(int column, Duration whole) {
        return whole.multipliedBy(column).dividedBy(COLUMNS);
    }

    private static List<String> concat(List<String> lines, String last) {
        List<String> all = new ArrayList<>(lines);
        all.add(last);
        return all;
    }
}
