package io.nofin.scenario;

/**
 * What a value has to look like, for the message when it does not.
 *
 * @param noun    with its article, for example "a duration"
 * @param example as a scenario writes it, for example {@code 10s}
 */
record Form(String noun, String example) {

    static final Form DURATION = new Form("a duration", "10s");
    static final Form PERCENTAGE = new Form("a percentage", "2%");
    static final Form PORT = new Form("a port", "6379");
    static final Form PORTS = new Form("a port, a range or a list of them", "[6379, 7000-7010]");
    static final Form BOOLEAN = new Form("true or false", "true");
    static final Form TEXT = new Form("a text", "\"some words\"");

    String remedy() {
        return "write for example " + example;
    }
}
