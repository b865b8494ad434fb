package io.nofin.unit;

/** A value that is not allowed. The message is {@code what is wrong: what to do}; a reader adds the place where it stands. */
public final class BadValueException extends IllegalArgumentException {

    private final String what;
    private final String remedy;

    public BadValueException(String what, String remedy) {
        super(what + ": " + remedy);
        this.what = what;
        this.remedy = remedy;
    }

    /** Returns what is wrong. */
    public String what() {
        return what;
    }

    /** Returns what to do, or what to write instead. */
    public String remedy() {
        return remedy;
    }
}
