package io.nofin.queue;

/** Receives the result for each packet that a socket was given. */
interface SendOutcome {

    /** The kernel did not take a packet; {@link #done} follows. */
    void refused(Packet packet, int errno);

    /** A packet is the caller's again, sent or not. */
    void done(Packet packet);
}
