package io.nofin.report;

import java.util.List;

/** A table of a page, which becomes a list on a narrow screen: each cell knows the heading it belongs to. Not thread-safe. */
final class HtmlTable {

    private final List<String> headings;
    private final Markup markup = new Markup();

    HtmlTable(String... headings) {
        this.headings = List.of(headings);
        markup.open("table").line().open("thead").open("tr");
        this.headings.forEach(heading -> markup.element("th", heading, "scope", "col"));
        markup.close().close().line().open("tbody").line();
    }

    /**
     * Adds a row.
     *
     * @param kind  the style class of its first cell, or empty
     * @param cells as many as there are headings
     */
    HtmlTable row(String kind, String... cells) {
        markup.open("tr");
        for (int i = 0; i < cells.length; i++) {
            markup.open("td", "data-label", headings.get(i));
            if (i == 0 && !kind.isEmpty()) {
                markup.element("span", cells[i], "class", "chip " + kind);
            } else {
                markup.text(cells[i]);
            }
            markup.close();
        }
        markup.close().line();
        return this;
    }

    /** Returns the whole table; no rows can be added afterwards. */
    Markup end() {
        return markup.close().close().line();
    }
}
