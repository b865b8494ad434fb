package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.api.JsonText;
import io.nofin.report.ReportFact.Change;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The differences between two runs of a scenario, beyond those that any two runs have.
 *
 * @param differences those for the worse first
 * @param same        the number of facts that are the same within noise
 * @param notes       reasons reasons why the two may not be comparable
 */
public record Comparison(List<Difference> differences, int same, List<String> notes) {

    private static final String NONE = "not there";

    /**
     * One fact that is different.
     *
     * @param change not {@code SAME}
     */
    record Difference(Change change, String what, String before, String after) {

        private static Difference of(String what, Optional<ReportFact> before, Optional<ReportFact> after) {
            Change change = before.isPresent() && after.isPresent() ? before.get().to(after.get()) : Change.OTHER;
            return new Difference(change, what, before.map(ReportFact::toString).orElse(NONE), after.map(ReportFact::toString).orElse(NONE));
        }

        private String word() {
            return change == Change.OTHER ? "changed" : change.name().toLowerCase(Locale.ROOT);
        }
    }

    public Comparison {
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    public static Comparison of(ReportFile before, ReportFile after) {
        Map<String, ReportFact> all = new LinkedHashMap<>(before.findings());
        after.findings().forEach(all::putIfAbsent);
        List<Difference> compared = all.keySet().stream().map(what ->
            Difference.of(what, Optional.ofNullable(before.findings().get(what)), Optional.ofNullable(after.findings().get(what)))).toList();
        List<Difference> different = compared.stream().filter(one -> one.change != Change.SAME)
            .sorted(Comparator.comparing(Difference::change)).toList();
        List<String> notes = new ArrayList<>();
        note("scenario", before.scenario(), after.scenario(), notes);
        note("seed", before.seed(), after.seed(), notes);
        note("kernel", before.kernel(), after.kernel(), notes);
        return new Comparison(different, compared.size() - different.size(), notes);
    }

    private static void note(String what, String before, String after, List<String> notes) {
        if (!before.equals(after)) {
            notes.add("not the same " + what + ": " + before + ", then " + after);
        }
    }

    /** Returns whether anything got worse. */
    public boolean isWorse() {
        return count(Change.WORSE) > 0;
    }

    /** Returns the comparison for a person: a table of differences, and the conclusion on the last line. */
    public String text() {
        StringBuilder text = new StringBuilder();
        notes.forEach(note -> text.append("note: ").append(note).append('\n'));
        if (!differences.isEmpty()) {
            Columns columns = new Columns("", "what", "before", "after");
            differences.forEach(one -> columns.row(one.word(), one.what, one.before, one.after));
            text.append(columns.text()).append('\n');
        }
        return text.append(verdict()).append('\n').toString();
    }

    private String verdict() {
        String rest = Quantities.count(same, "thing") + (same == 1 ? " is" : " are") + " the same within noise";
        return differences.isEmpty() ? "SAME: " + rest
            : (isWorse() ? "WORSE" : count(Change.BETTER) > 0 ? "BETTER" : "CHANGED") + ": " + count(Change.WORSE) + " worse, "
                + count(Change.BETTER) + " better, " + count(Change.OTHER) + " changed; " + rest;
    }

    public String json() {
        return JsonText.of(JsonFields.of(
            "worse", isWorse(),
            "differences", differences.stream().map(one ->
                JsonFields.of("change", one.word(), "what", one.what, "before", one.before, "after", one.after)).toList(),
            "same", same,
            "notes", notes));
    }

    private long count(Change change) {
        return differences.stream().filter(one -> one.change == change).count();
    }
}
