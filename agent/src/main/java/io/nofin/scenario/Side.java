package io.nofin.scenario;

/** The side of a network namespace that a packet passes, in the words of tc(8): it comes in, or it leaves. */
public enum Side {
    INGRESS("in"), EGRESS("out");

    private final String word;

    Side(String word) {
        this.word = word;
    }

    /** Returns the word of scenarios and reports, {@code in} or {@code out}. */
    public String word() {
        return word;
    }
}
