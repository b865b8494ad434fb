package io.nofin.client;

/** In which form the agent answers, where there are several. */
public enum Form {
    /** What the command line prints. */
    TEXT("text/plain"),
    /** What it prints with {@code --json}. */
    JSON("application/json"),
    /** A page; of reports alone. */
    HTML("text/html"),
    /** JUnit's XML; of reports alone. */
    JUNIT("application/xml");

    private final String mediaType;

    Form(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }
}
