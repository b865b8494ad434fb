package io.nofin.server;

/**
 * Who asks.
 *
 * @param name  with the way they came: {@code unix:root}, {@code token:ci}, {@code certificate:ci}
 * @param role  what they may do
 * @param local whether they came over the socket
 * @param root  whether they are root on this host
 */
record Caller(String name, Role role, boolean local, boolean root) {

    private static final String USER = "unix:";

    /** What somebody may do. */
    enum Role {
        /** Look. */
        READER,
        /** Run scenarios and set faults. */
        OPERATOR
    }

    /** As people are told: a user of this host by their name alone. */
    String person() {
        return name.startsWith(USER) ? name.substring(USER.length()) : name;
    }

    /** By what they are known: {@code unix}, {@code token} or {@code certificate}. */
    String kind() {
        return name.substring(0, name.indexOf(':'));
    }

    /** Whether what somebody else began is theirs to end: everything, for those who may use the socket. */
    boolean mayEnd(String owner) {
        return local || name.equals(owner);
    }
}
