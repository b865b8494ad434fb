package io.nofin.cli;

import io.nofin.api.ExitCode;
import io.nofin.api.Finding;
import io.nofin.api.Finding.State;
import io.nofin.api.JsonText;
import io.nofin.backend.Backend;
import io.nofin.report.Diagnosis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nofin doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
    header = "Show what this host and kernel can do, what is missing, and how to get it.",
    description = "Tries each kernel feature in a temporary network namespace.")
final class DoctorCommand implements Callable<Integer> {

    private final BackendOptions backends = new BackendOptions();

    private final OutputOptions output = new OutputOptions();

    /** Returns the command with all of its options. */
    static CommandSpec described() {
        DoctorCommand doctor = new DoctorCommand();
        return SharedOptions.annotated(doctor, doctor.backends, doctor.output);
    }

    @Override
    public Integer call() throws IOException {
        try (Backend backend = backends.choose()) {
            List<Finding> findings = new ArrayList<>(backend.doctor());
            findings.add(BackendOptions.finding());
            System.out.print(output.json() ? JsonText.of(findings) : new Diagnosis(findings).text());
            return findings.stream().anyMatch(finding -> finding.state() == State.MISSING) ? ExitCode.HOST_CANNOT : ExitCode.DONE;
        }
    }
}
