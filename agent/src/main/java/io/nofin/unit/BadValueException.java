package io.nofin.unit;

/** The refusal of a value. The message is {@code what is wrong: what to do}; a reader of files adds the place of the value. */
public final class BadValueException extends IllegalArgumentException {

    private final String what;
    private final String remedy;
    private final String remedyInOptions;

    public BadValueException(String what, String remedy) {
        this(what, remedy, remedy);
    }

    public BadValueException(String what, Remedy remedy) {
        this(what, remedy.inScenario(), remedy.inOptions());
    }

    private BadValueException(String what, String remedy, String remedyInOptions) {
        super(what + ": " + remedy);
        this.what = what;
        this.remedy = remedy;
        this.remedyInOptions = remedyInOptions;
    }

    /** Returns what is wrong. */
    public String what() {
        return what;
    }

    /** Returns what to do, or what to write instead, in keys of a scenario. */
    public String remedy() {
        return remedy;
    }

    /** Returns what to do, or what to write instead, in options of the command line. */
    public String remedyInOptions() {
        return remedyInOptions;
    }
}
