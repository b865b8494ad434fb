package io.nofin.unit;

/** A value that cannot be. The message is {@code what is wrong: what to do}; a reader adds where it stands. */
public final class BadValueException extends IllegalArgumentException {

    private final String what;
    private final String remedy;

    public BadValueException(String what, String remedy) {
        super(what + ": " + remedy);
        this.what = what;
        this.remedy = remedy;
    }

    /** What is wrong. */
    public String what() {
        return what;
    }

    /** What to do, or to write instead. */
    public String remedy() {
        return remedy;
    }
}
