package io.nofin.api;

/** The form of the agent's answer, where there are several. */
public enum Form {
    /** The text that the command line prints. */
    TEXT("text/plain"),
    /** The JSON that the command line prints with {@code --json}. */
    JSON("application/json"),
    /** A page, for reports only. */
    HTML("text/html"),
    /** JUnit's XML, for reports only. */
    JUNIT("application/xml");

    private final String mediaType;

    Form(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Returns the value of {@code Accept} that asks for it. */
    public String mediaType() {
        return mediaType;
    }
}
