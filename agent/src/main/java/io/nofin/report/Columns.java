package io.nofin.report;

import java.util.ArrayList;
import java.util.List;

/** A table for the terminal: columns as wide as their widest cell, two spaces apart. Not thread-safe. */
public final class Columns {

    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();

    public Columns(String... headings) {
        rows.add(headings);
    }

    /** @param cells as many as there are headings */
    public Columns row(String... cells) {
        rows.add(cells);
        return this;
    }

    public String text() {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row[column].length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                line.append(row[column]).append(" ".repeat(widths[column] - row[column].length())).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
