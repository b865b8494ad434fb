package io.nofin.bench;

import java.util.ArrayList;
import java.util.List;

/** Prints figures for people: columns aligned, and a last one that says whether a goal was reached. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... headings) {
        rows.add(List.of(headings));
    }

    /** {@code <= 4 ms: reached}. */
    static String atMost(double goal, double value, String unit) {
        return "<= " + number(goal) + unit + (value <= goal ? ": reached" : ": missed");
    }

    /** {@code >= 200 times: reached}. */
    static String atLeast(double goal, double value, String unit) {
        return ">= " + number(goal) + unit + (value >= goal ? ": reached" : ": missed");
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void print() {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(("%" + (column == 0 ? "-" : "") + width(column) + "s   ").formatted(row.get(column)));
            }
            System.out.println(line.toString().stripTrailing());
        }
        System.out.println();
    }

    private int width(int column) {
        return rows.stream().filter(row -> column < row.size()).mapToInt(row -> row.get(column).length()).max().orElse(1);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
