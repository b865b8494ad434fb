package io.nofin.scenario;

/** Says whether a pcap-filter(7) expression is one: only libpcap knows, and this package does not call it. */
@FunctionalInterface
public interface FilterCheck {

    /** For readers that must do without libpcap: takes every expression. */
    FilterCheck NONE = expression -> { };

    /** @throws io.nofin.unit.BadValueException when the expression does not compile, or the kernel would not take it */
    void check(String expression);
}
