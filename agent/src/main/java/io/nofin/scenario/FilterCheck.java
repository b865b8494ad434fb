package io.nofin.scenario;

/** Checks a pcap-filter(7) expression. Only libpcap can do so, and this package does not call it. */
@FunctionalInterface
public interface FilterCheck {

    /** Accepts every expression, for readers that must do without libpcap. */
    FilterCheck NONE = expression -> { };

    /** @throws io.nofin.unit.BadValueException when the expression does not compile, or the kernel would not accept it */
    void check(String expression);
}
