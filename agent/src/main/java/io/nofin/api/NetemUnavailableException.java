package io.nofin.api;

/** The inability of netem, which a fault insists on by {@code engine: netem}, to shape it here. Without that key nofin can. */
public final class NetemUnavailableException extends UnsupportedHostException {

    /** Creates an error whose remedy is another engine. */
    public NetemUnavailableException(String what) {
        super(what + ": leave engine out, or write engine: queue");
    }
}
