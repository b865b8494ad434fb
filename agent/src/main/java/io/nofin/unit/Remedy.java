package io.nofin.unit;

/**
 * Advice that names a setting: a key, and an example of its value. A scenario has the setting as {@code key: example}, a command line as
 * {@code --key example}.
 *
 * @param before the words before the setting, for example {@code write}
 * @param after  the words after it, with what separates them; may be empty
 */
public record Remedy(String before, String key, String example, String after) {

    /** Returns advice that ends with the setting. */
    public static Remedy of(String before, String key, Object example) {
        return new Remedy(before, key, example.toString(), "");
    }

    /** Returns this advice with more words after the setting, for example {@code , or leave it out}. */
    public Remedy then(String words) {
        return new Remedy(before, key, example, after + words);
    }

    /** Returns the advice for the author of a scenario. */
    public String inScenario() {
        return before + " " + key + ": " + example + after;
    }

    /** Returns the advice for the author of a command line. */
    public String inOptions() {
        return before + " --" + key + " " + example + after;
    }
}
