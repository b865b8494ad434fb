package io.nofin.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.nofin.run.Doctor;
import io.nofin.run.Finding;
import io.nofin.run.Finding.State;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nofin doctor}. */
@Command(name = "doctor", mixinStandardHelpOptions = true,
    header = "Say what this host and kernel can do, what is missing, and how to get it.",
    description = "Tries each kernel feature in a network namespace of its own, which is gone afterwards.")
final class DoctorCommand implements Callable<Integer> {

    private static final int DONE = 0;
    private static final int HOST_CANNOT = 3;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        List<Finding> findings = Doctor.examine();
        System.out.print(output.json() ? json(findings) : new Diagnosis(findings).text());
        return findings.stream().anyMatch(finding -> finding.state() == State.MISSING) ? HOST_CANNOT : DONE;
    }

    private static String json(List<Finding> findings) throws JsonProcessingException {
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(findings) + "\n";
    }
}
