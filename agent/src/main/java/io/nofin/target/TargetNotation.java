package io.nofin.target;

import io.nofin.scenario.TargetSpec;
import io.nofin.unit.BadValueException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Targets as the command line and the HTTP API write them: {@code netns:NAME}, {@code docker:NAME}, {@code docker:label=K=V},
 * {@code docker:label=K=V,label=K=V}, {@code compose:PROJECT/SERVICE},
 * {@code pid:N}, {@code host}.
 */
public final class TargetNotation {

    private static final String LABEL = "label=";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,60}");

    private TargetNotation() {
    }

    /** @throws BadValueException when it is none of them */
    public static TargetSpec parse(String text) {
        return tryParse(text).orElseThrow(() -> new BadValueException("not a target: '" + text + "'", (NAME.matcher(text).matches()
            ? "write docker:" + text + " for a container of that name, netns:" + text + " for a named network namespace, or another of "
            : "write ") + "netns:NAME, docker:NAME, docker:label=KEY=VALUE, compose:PROJECT/SERVICE, pid:NUMBER or host; 'nofin targets' lists what is here"));
    }

    /**
     * Empty when the text does not begin like a target, so that it may be an address or a name.
     *
     * @throws BadValueException when it begins like one, and goes on like none
     */
    public static Optional<TargetSpec> tryParse(String text) {
        if (text.equals("host")) {
            return Optional.of(new TargetSpec.Host());
        }
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (kind) {
            case "netns" -> Optional.of(new TargetSpec.Netns(rest));
            case "docker" -> Optional.of(rest.startsWith(LABEL)
                ? new TargetSpec.DockerLabel(rest.substring(LABEL.length())) : new TargetSpec.Docker(rest));
            case "compose" -> Optional.of(TargetSpec.DockerLabel.compose(rest));
            case "pid" -> Optional.of(new TargetSpec.Pid(process(rest)));
            default -> Optional.empty();
        };
    }

    private static long process(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadValueException("not a process number: '" + text + "'", "write for example pid:4711");
        }
    }
}
