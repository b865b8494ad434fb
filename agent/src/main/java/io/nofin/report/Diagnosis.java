package io.nofin.report;

import io.nofin.api.Finding;
import io.nofin.api.Finding.State;
import java.util.List;
import java.util.stream.Collectors;

/** The output of {@code nofin doctor} for a person: a line for each finding, how to get what is missing, and what nofin can do here. */
public record Diagnosis(List<Finding> findings) {

    private static final String INDENT = "  ";
    private static final List<String> NETEM = List.of("sch_htb", "sch_netem");

    public Diagnosis {
        findings = List.copyOf(findings);
    }

    public String text() {
        int width = findings.stream().mapToInt(finding -> finding.area().length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        String area = "";
        for (Finding finding : findings) {
            String shown = finding.area().equals(area) ? "" : finding.area();
            text.append(shown).append(" ".repeat(width - shown.length())).append(INDENT).append(line(finding)).append('\n');
            area = finding.area();
        }
        List<String> remedies = findings.stream().map(Finding::remedy).filter(remedy -> !remedy.isEmpty()).distinct().toList();
        if (!remedies.isEmpty()) {
            text.append("\nTo get what is not there:\n");
            remedies.forEach(remedy -> text.append(INDENT).append(remedy).append('\n'));
        }
        return text.append('\n').append(summary()).append('\n').toString();
    }

    private String summary() {
        List<Finding> missing = findings.stream().filter(finding -> finding.state() == State.MISSING).toList();
        return missing.isEmpty()
            ? "nofin can drop, reject, partition and shape here; " + (hasNetem() ? "the kernel's netem and nofin's own queue engine shape."
                : "nofin's own queue engine shapes.")
            : missing.stream().map(finding -> finding.feature() + (finding.detail().isEmpty() ? "" : " (" + finding.detail() + ")"))
                .collect(Collectors.joining("; ", "nofin can do nothing here, because of: ", "."));
    }

    private boolean hasNetem() {
        return NETEM.stream().allMatch(module -> findings.stream().anyMatch(one -> one.feature().equals(module) && one.state() == State.OK));
    }

    private static String line(Finding finding) {
        return mark(finding.state()) + INDENT + finding.feature() + (finding.detail().isEmpty() ? "" : ": " + finding.detail());
    }

    private static String mark(State state) {
        return switch (state) {
            case OK -> "ok";
            case LIMITED -> "--";
            case MISSING -> "!!";
        };
    }
}
