package io.nofin.run;

import io.nofin.linux.Job;
import io.nofin.scenario.CommandExpectation;
import io.nofin.target.TargetHost;
import io.nofin.unit.Durations;
import io.nofin.witness.measure.Verdict;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** Runs a command in the network of a host, and judges its exit status and output. */
record CommandJudge(RunHosts runHosts) {

    Judgement judge(CommandExpectation expectation) {
        String where = expectation.on().map(target -> "in " + target).orElse("in the host's network");
        try {
            return new Judgement(expectation, verdict(expectation, started(expectation).await(expectation.timeout())), where);
        } catch (IOException e) {
            return new Judgement(expectation, Verdict.no("the command could not be run: " + e.getMessage()), where);
        }
    }

    private Job started(CommandExpectation expectation) throws IOException {
        if (expectation.on().isEmpty()) {
            return Job.start(expectation.command().words(), Map.of());
        }
        TargetHost host = runHosts.target(expectation.on().get()).stream().findFirst()
            .orElseThrow(() -> new IOException("no host is left of " + expectation.on().get()));
        return host.namespace().call(() -> Job.start(expectation.command().words(), Map.of()));
    }

    private static Verdict verdict(CommandExpectation expectation, Job.End end) {
        if (end.status().isEmpty()) {
            return Verdict.no("still running after " + Durations.format(expectation.timeout()) + ", killed");
        }
        String seen = "exit status " + end.status().getAsInt() + (end.lastLine().isEmpty() ? "" : ": " + end.lastLine());
        Optional<String> missing = expectation.contains().filter(text -> !end.output().contains(text));
        return end.status().getAsInt() == expectation.status() && missing.isEmpty() ? Verdict.yes(seen) : Verdict.no(seen);
    }
}
