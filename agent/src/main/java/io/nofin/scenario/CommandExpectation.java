package io.nofin.scenario;

import io.nofin.unit.BadValueException;
import io.nofin.unit.Durations;
import io.nofin.yaml.FlowMapping;
import java.time.Duration;
import java.util.Optional;

/**
 * The expected result of a command that is run after the timeline, with the agent's files.
 *
 * @param on       the target or lab host in whose network it runs, the first of its namespaces; empty for the agent's own network
 * @param status   the exit status, 0 to 255
 * @param contains text that its standard output must contain
 * @param timeout  the time after which it is killed and has failed; more than 0
 */
public record CommandExpectation(Command command, Optional<String> on, int status, Optional<String> contains, Duration timeout)
        implements Expectation {

    /** The default time limit. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    private static final int MOST_STATUS = 255;

    public CommandExpectation {
        checkStatus(status);
        contains.ifPresent(CommandExpectation::checkContains);
        Expectation.checkLimit(timeout);
    }

    static int checkStatus(int status) {
        if (status < 0 || status > MOST_STATUS) {
            throw new BadValueException("no such exit status: " + status, "write 0 to " + MOST_STATUS);
        }
        return status;
    }

    static String checkContains(String text) {
        if (text.isEmpty()) {
            throw new BadValueException("contains is empty", "write text that the output must contain, or leave it out");
        }
        return text;
    }

    @Override
    public String toString() {
        FlowMapping form = new FlowMapping().list("exec", command.words());
        on.ifPresent(target -> form.add("on", target));
        form.addUnless(0, "status", status);
        contains.ifPresent(text -> form.text("contains", text));
        return form.addUnless(Durations.format(DEFAULT_TIMEOUT), "timeout", Durations.format(timeout)).toString();
    }
}
