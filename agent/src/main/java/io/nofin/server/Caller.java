package io.nofin.server;

/**
 * The client that makes a request.
 *
 * @param name  prefixed with the kind of access:{@code unix:root}, {@code token:ci}, {@code certificate:ci}
 * @param role  the permissions
 * @param local whether the request came over the socket
 * @param root  whether the client is root on this host
 */
record Caller(String name, Role role, boolean local, boolean root) {

    private static final String USER = "unix:";

    /** The permissions of a client. */
    enum Role {
        /** Permits reading. */
        READER,
        /** Permits running scenarios and keeping faults as well. */
        OPERATOR
    }

    /** Returns the name for messages: a user of this host by their name alone. */
    String person() {
        return name.startsWith(USER) ? name.substring(USER.length()) : name;
    }

    /** Returns the kind of access: {@code unix}, {@code token} or {@code certificate}. */
    String kind() {
        return name.substring(0, name.indexOf(':'));
    }

    /** Returns whether the caller may end what {@code owner} began. Callers over the socket may end everything. */
    boolean mayEnd(String owner) {
        return local || name.equals(owner);
    }
}
