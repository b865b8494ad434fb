package io.nofin.server;

import io.javalin.security.RouteRole;

/** What a request needs of whoever sends it. Every route is registered with one, which is all that decides whether it is answered. */
enum RoutePermission implements RouteRole {
    /** Parts of the page, which contain nothing of this host: nobody has to say who they are. */
    PAGE,
    /** Reading, which readers may do, too. */
    READ,
    /** Reading what crossed the wire, which is more than looking at what nofin does: for operators. */
    CAPTURES,
    /** Checking or planning a scenario: changes nothing, and makes the host work, which is for operators. */
    TRY,
    /** Keeping a lease alive: for operators, and not written to the audit, where it would be most of the lines. */
    RENEW,
    /** Changing something: for operators, written to the audit before and after. */
    CHANGE;

    /** Returns whether a token or certificate that may only read is refused. */
    boolean isForOperators() {
        return this == CAPTURES || this == TRY || this == RENEW || this == CHANGE;
    }
}
