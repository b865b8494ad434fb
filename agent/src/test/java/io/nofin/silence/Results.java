package io.nofin.silence;

import java.util.List;
import java.util.stream.Collectors;

/** All that was measured in one run. */
record Results(List<Experiment.Result> rows) {

    List<Experiment.Result> of(Row.Way way) {
        return rows.stream().filter(result -> result.row().way() == way).toList();
    }

    /** The row that {@code result} has to equal. */
    Experiment.Result reference(Experiment.Result result) {
        return of(Row.Way.REFERENCE).stream()
            .filter(reference -> reference.row().setting().equals(result.row().setting())).findFirst().orElseThrow();
    }

    /** One line for each row, one table for each traffic with the columns that it has. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Traffic.Kind kind : Traffic.Kind.values()) {
            List<Experiment.Result> ofKind = rows.stream().filter(result -> result.row().setting().traffic() == kind).toList();
            text.append(table(ofKind));
        }
        return text.toString();
    }

    private static String table(List<Experiment.Result> rows) {
        List<String> columns = Observation.COLUMNS.stream()
            .filter(column -> rows.stream().anyMatch(result -> result.observation().columns().containsKey(column))).toList();
        StringBuilder text = new StringBuilder(String.format("%n%-55s", ""));
        columns.forEach(column -> text.append("  ").append(padded(column, column, rows)));
        text.append(String.format("  after%n"));
        for (Experiment.Result result : rows) {
            text.append(String.format("%-55s", result.row()));
            for (String column : columns) {
                text.append("  ").append(padded(result.observation().columns().getOrDefault(column, "-"), column, rows));
            }
            text.append("  ").append(result.carryOn()).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String padded(String value, String column, List<Experiment.Result> rows) {
        int width = rows.stream().map(result -> result.observation().columns().getOrDefault(column, "-").length())
            .collect(Collectors.reducing(column.length(), Math::max));
        return value + " ".repeat(width - value.length());
    }
}
