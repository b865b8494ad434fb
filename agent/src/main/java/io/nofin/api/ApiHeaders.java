package io.nofin.api;

/** The names of the headers that requests and answers of the API have besides HTTP's own. */
public final class ApiHeaders {

    /** The lease under which a run or a fault is asked for. */
    public static final String LEASE = "Nofin-Lease";
    /** A message for a person about an answer that is not complete. */
    public static final String NOTE = "Nofin-Note";
    /** The key by which a request that is sent again is known. */
    public static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    /** The id of the event after which a stream goes on, as the HTML standard has it. */
    public static final String LAST_EVENT_ID = "Last-Event-ID";

    private ApiHeaders() {
    }
}
