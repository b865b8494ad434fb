package io.nofin.server;

import io.javalin.security.RouteRole;

/** The permission that a route needs. Every route is registered with one, which alone decides whether a caller is answered. */
enum RoutePermission implements RouteRole {
    /** Permits anyone to get parts of the page, which contain nothing about this host. */
    PAGE,
    /** Permits reading, for readers too. */
    READ,
    /** Permits reading captures, which contain the traffic itself, for operators. */
    CAPTURES,
    /** Permits checking or planning a scenario, which changes nothing but takes work, for operators. */
    TRY,
    /** Permits renewing a lease, for operators, without lines in the audit, most of which would be about it. */
    RENEW,
    /** Permits changes, for operators, with lines in the audit before and after. */
    CHANGE;

    /** Returns whether a token or certificate that may only read is refused. */
    boolean isForOperators() {
        return this == CAPTURES || this == TRY || this == RENEW || this == CHANGE;
    }
}
