package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kind of attempt by which a probe checks its dependency. */
public sealed interface ProbeKind {

    /** Returns its key in a scenario, for example {@code tcp}. */
    String kind();

    /** Returns the value as scenarios write it, without the kind, for example {@code redis:6379}. */
    @Override
    String toString();

    /** Returns the endpoint to connect or send to; empty for requests and commands. */
    default Optional<Endpoint> endpoint() {
        return Optional.empty();
    }

    /** Opens a connection and closes it again. */
    record Tcp(Endpoint to) implements ProbeKind {
        @Override
        public Optional<Endpoint> endpoint() {
            return Optional.of(to);
        }

        @Override
        public String kind() {
            return "tcp";
        }

        @Override
        public String toString() {
            return to.toString();
        }
    }

    /** Keeps one connection open, on which heartbeats must be echoed, as an application with a pool does. */
    record Hold(Endpoint to) implements ProbeKind {
        @Override
        public Optional<Endpoint> endpoint() {
            return Optional.of(to);
        }

        @Override
        public String kind() {
            return "hold";
        }

        @Override
        public String toString() {
            return to.toString();
        }
    }

    /** Sends a datagram that must come back (RFC 862). */
    record Udp(Endpoint to) implements ProbeKind {
        @Override
        public Optional<Endpoint> endpoint() {
            return Optional.of(to);
        }

        @Override
        public String kind() {
            return "udp";
        }

        @Override
        public String toString() {
            return to.toString();
        }
    }

    /**
     * Sends an HTTP request.
     *
     * @param statuses the expected statuses, 100 to 599; empty for 200 to 399
     * @param contains text that the body must contain
     */
    record Http(HttpUrl url, String method, List<Integer> statuses, Optional<String> contains) implements ProbeKind {

        /** The default method. */
        public static final String DEFAULT_METHOD = "GET";

        private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");

        public Http {
            statuses = List.copyOf(statuses);
            statuses.forEach(Http::checkStatus);
            checkMethod(method);
            if (contains.isPresent() && method.equals("HEAD")) {
                throw new BadValueException("an answer to HEAD has no body", "leave contains out, or use GET");
            }
        }

        static int checkStatus(int status) {
            if (status < 100 || status > 599) {
                throw new BadValueException("no such HTTP status: " + status, "statuses are 100 to 599");
            }
            return status;
        }

        static String checkMethod(String method) {
            if (!METHOD.matcher(method).matches()) {
                throw new BadValueException("not an HTTP method: " + Quoted.of(method), "write for example GET, HEAD or POST");
            }
            return method;
        }

        /** Tells whether a status means that the dependency is up. */
        public boolean isFine(int status) {
            return statuses.isEmpty() ? status >= 200 && status < 400 : statuses.contains(status);
        }

        @Override
        public String kind() {
            return "http";
        }

        @Override
        public String toString() {
            return method.equals(DEFAULT_METHOD) ? url.toString() : method + " " + url;
        }
    }

    /** Runs a command that must end with status 0, in the target's network with the agent's files. */
    record Exec(Command command) implements ProbeKind {
        @Override
        public String kind() {
            return "exec";
        }

        @Override
        public String toString() {
            return command.toString();
        }
    }
}
