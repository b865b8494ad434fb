package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Quoted;
import java.net.URI;
import java.time.Duration;

/** An action that a probe takes when its state changes, on the agent's side. It never delays the probe. */
public sealed interface Callback {

    /** The default time limit. */
    Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** Returns the time limit, 1ms to 1h. */
    Duration timeout();

    /** Returns the callback as scenarios write it, without the time limit. */
    @Override
    String toString();

    /** A command that gets the state in environment variables, and is killed with its children when its time is over. */
    record Exec(Command command, Duration timeout) implements Callback {

        public Exec {
            Probe.checkTimeout(timeout);
        }

        @Override
        public String toString() {
            return command.toString();
        }
    }

    /** A POST of the state as JSON. */
    record Webhook(URI url, Duration timeout) implements Callback {

        public Webhook {
            Probe.checkTimeout(timeout);
            if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme()) || url.getHost() == null) {
                throw new BadValueException("not a URL for a webhook: " + Quoted.of(url.toString()), "write for example http://10.0.0.1:8080/hook");
            }
        }

        /** @throws BadValueException when the text is not an {@code http:} or {@code https:} URL */
        public static Webhook parse(String url, Duration timeout) {
            try {
                return new Webhook(URI.create(url), timeout);
            } catch (BadValueException e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw new BadValueException("not a URL for a webhook: " + Quoted.of(url), "write for example http://10.0.0.1:8080/hook");
            }
        }

        @Override
        public String toString() {
            return "POST " + url;
        }
    }
}
