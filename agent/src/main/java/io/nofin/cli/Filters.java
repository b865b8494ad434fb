package io.nofin.cli;

import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.FilterCheck;

/** Checks the filters of scenarios and options. */
final class Filters {

    /** Compiles an expression. Without one nothing of the compiler is loaded: a lambda, since a method reference would load it at once. */
    static final FilterCheck CHECK = expression -> PacketFilter.compile(expression);

    private Filters() {
    }
}
