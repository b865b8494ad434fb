package io.nofin.cli;

import io.nofin.scenario.TargetSpec;
import java.util.Optional;

/** Targets as the command line writes them: {@code netns:NAME}, {@code docker:NAME}, {@code docker:label=K=V}, {@code pid:N}, {@code host}. */
final class TargetNotation {

    private static final String LABEL = "label=";

    private TargetNotation() {
    }

    static TargetSpec parse(String text) throws UsageException {
        return tryParse(text).orElseThrow(() -> new UsageException("not a target: '" + text
            + "': write netns:NAME, docker:NAME, docker:label=KEY=VALUE, pid:NUMBER or host; 'nofin targets' lists what is here"));
    }

    /** Empty when the text does not begin like a target, so that it may be an address or a name. */
    static Optional<TargetSpec> tryParse(String text) throws UsageException {
        if (text.equals("host")) {
            return Optional.of(new TargetSpec.Host());
        }
        int colon = text.indexOf(':');
        String kind = colon < 0 ? "" : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        try {
            return switch (kind) {
                case "netns" -> Optional.of(new TargetSpec.Netns(rest));
                case "docker" -> Optional.of(rest.startsWith(LABEL)
                    ? new TargetSpec.DockerLabel(rest.substring(LABEL.length())) : new TargetSpec.Docker(rest));
                case "pid" -> Optional.of(new TargetSpec.Pid(Long.parseLong(rest)));
                default -> Optional.empty();
            };
        } catch (NumberFormatException e) {
            throw new UsageException("not a process number: '" + rest + "'");
        }
    }
}
