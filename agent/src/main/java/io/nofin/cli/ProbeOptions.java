package io.nofin.cli;

import io.nofin.scenario.AfterFailed;
import io.nofin.scenario.Backoff;
import io.nofin.scenario.Callback;
import io.nofin.scenario.Command;
import io.nofin.scenario.HttpUrl;
import io.nofin.scenario.NamedTargets;
import io.nofin.scenario.Probe;
import io.nofin.scenario.ProbeEvent;
import io.nofin.scenario.ProbeKind;
import io.nofin.scenario.Retry;
import io.nofin.unit.Durations;
import io.nofin.unit.Probability;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that describe one probe, as a scenario would. */
final class ProbeOptions {

    @ArgGroup(multiplicity = "1")
    private Kind kind;

    @Option(names = "--every", paramLabel = "DURATION", description = "The time from one attempt to the next. Default: 1s; 100ms for --hold.")
    private String every;

    @Option(names = "--timeout", paramLabel = "DURATION", defaultValue = "1s", description = "The time after which an attempt has failed. Default: ${DEFAULT-VALUE}.")
    private String timeout;

    @Option(names = "--attempts", paramLabel = "N", defaultValue = "10",
        description = "How many attempts in a row must fail until the probe has failed. Default: ${DEFAULT-VALUE}.")
    private int attempts;

    @Option(names = "--retry-interval", paramLabel = "DURATION", description = "The time from a failed attempt to the next. Default: that of --every.")
    private String interval;

    @Option(names = "--backoff", paramLabel = "KIND", defaultValue = "constant", completionCandidates = OptionWords.Backoffs.class,
        description = "How the retry time grows with each failure: constant (default), linear or exponential.")
    private Backoff backoff;

    @Option(names = "--factor", paramLabel = "F", defaultValue = "2",
        description = "The factor of exponential backoff. Default: ${DEFAULT-VALUE}.")
    private double factor;

    @Option(names = "--max-interval", paramLabel = "DURATION", description = "The longest retry time. Default: 30s.")
    private String max;

    @Option(names = "--jitter", paramLabel = "P%", defaultValue = "0%", description = "Vary the retry time at random by up to this share of it.")
    private String jitter;

    @Option(names = "--stop-when-failed", description = "End when the probe has failed. Without this option it goes on.")
    private boolean stopWhenFailed;

    @Option(names = "--on-connect", paramLabel = "COMMAND", description = "A shell command to run, or an http(s) URL to post to, when the probe comes up.")
    private String onConnect;

    @Option(names = "--on-disconnect", paramLabel = "COMMAND", description = "The same for when it goes down.")
    private String onDisconnect;

    @Option(names = "--on-failure", paramLabel = "COMMAND", description = "The same for when it has failed. All get the state in"
        + " NOFIN_STATE, NOFIN_PREVIOUS_STATE, NOFIN_SINCE, NOFIN_REASON and NOFIN_ATTEMPTS.")
    private String onFailure;

    @Option(names = "--callback-timeout", paramLabel = "DURATION", defaultValue = "10s",
        description = "The time limit of a command or post. Default: ${DEFAULT-VALUE}.")
    private String callbackTimeout;

    /** Holds the kind of probe, exactly one. */
    static final class Kind {

        @Option(names = "--tcp", paramLabel = "HOST:PORT", description = "Open a connection, and close it.")
        private String tcp;

        @Option(names = "--http", paramLabel = "URL", description = "Make a request, and expect status 200 to 399.")
        private String http;

        @Option(names = "--udp", paramLabel = "HOST:PORT", description = "Send a datagram, and expect it back.")
        private String udp;

        @Option(names = "--hold", paramLabel = "HOST:PORT", description = "Keep a connection open, and expect each heartbeat back.")
        private String hold;

        @Option(names = "--exec", paramLabel = "COMMAND", description = "Run a shell command, and expect exit status 0.")
        private String exec;

        private ProbeKind check(NamedTargets names) {
            return tcp != null ? new ProbeKind.Tcp(names.endpoint(tcp))
                : http != null ? new ProbeKind.Http(HttpUrl.parse(http), ProbeKind.Http.DEFAULT_METHOD, List.of(), Optional.empty())
                : udp != null ? new ProbeKind.Udp(names.endpoint(udp))
                : hold != null ? new ProbeKind.Hold(names.endpoint(hold))
                : new ProbeKind.Exec(Command.shell(exec));
        }
    }

    /**
     * Returns the probe that the options describe.
     *
     * @param names collects the targets that the probe talks to, under the names that the probe has for them
     * @throws io.nofin.unit.BadValueException when an option's value is wrong
     */
    Probe probe(String from, NamedTargets names) {
        ProbeKind check = kind.check(names);
        Duration pace = duration(every, Probe.of(from, check).every());
        Duration first = duration(interval, pace);
        Retry usual = Retry.every(first, attempts);
        Retry retry = new Retry(first, backoff, factor, duration(max, usual.max()), Probability.parse(jitter), attempts);
        return new Probe(from, check, pace, Durations.parse(timeout), retry,
            stopWhenFailed ? AfterFailed.STOP : AfterFailed.KEEP_TRYING, callbacks());
    }

    private Map<ProbeEvent, Callback> callbacks() {
        Map<ProbeEvent, Callback> callbacks = new EnumMap<>(ProbeEvent.class);
        Optional.ofNullable(onConnect).ifPresent(text -> callbacks.put(ProbeEvent.ON_CONNECT, callback(text)));
        Optional.ofNullable(onDisconnect).ifPresent(text -> callbacks.put(ProbeEvent.ON_DISCONNECT, callback(text)));
        Optional.ofNullable(onFailure).ifPresent(text -> callbacks.put(ProbeEvent.ON_FAILURE, callback(text)));
        return callbacks;
    }

    private Callback callback(String text) {
        Duration limit = Durations.parse(callbackTimeout);
        return text.matches("https?://\\S+") ? Callback.Webhook.parse(text, limit) : new Callback.Exec(Command.shell(text), limit);
    }

    private static Duration duration(String given, Duration usual) {
        return given == null ? usual : Durations.parse(given);
    }
}
