package io.nofin.scenario;

/**
 * What a value has to look like, for the message when it does not.
 *
 * @param noun    with its article, for example "a duration"
 * @param example as a scenario writes it, for example {@code 10s}
 */
record ExpectedForm(String noun, String example) {

    static final ExpectedForm DURATION = new ExpectedForm("a duration", "10s");
    static final ExpectedForm PERCENTAGE = new ExpectedForm("a percentage", "2%");
    static final ExpectedForm PORT = new ExpectedForm("a port", "6379");
    static final ExpectedForm PORTS = new ExpectedForm("a port, a range or a list of them", "[6379, 7000-7010]");
    static final ExpectedForm BOOLEAN = new ExpectedForm("true or false", "true");
    static final ExpectedForm TEXT = new ExpectedForm("a text", "\"some words\"");

    String remedy() {
        return "write for example " + example;
    }
}
