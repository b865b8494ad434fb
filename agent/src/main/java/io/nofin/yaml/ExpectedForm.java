package io.nofin.yaml;

/**
 * The form that a value must have, for the message when it has another one.
 *
 * @param noun    a noun with its article, for example "a duration"
 * @param example a value as files have it, for example {@code 10s}
 */
public record ExpectedForm(String noun, String example) {

    public static final ExpectedForm DURATION = new ExpectedForm("a duration", "10s");
    public static final ExpectedForm PERCENTAGE = new ExpectedForm("a percentage", "2%");
    public static final ExpectedForm PORT = new ExpectedForm("a port", "6379");
    public static final ExpectedForm PORTS = new ExpectedForm("a port, a range or a list of them", "[6379, 7000-7010]");
    public static final ExpectedForm BOOLEAN = new ExpectedForm("true or false", "true");
    public static final ExpectedForm TEXT = new ExpectedForm("a text", "\"some words\"");

    public String remedy() {
        return "write for example " + example;
    }
}
