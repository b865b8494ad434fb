package io.nofin.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.unit.BadValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A report that was written to a file. */
public final class ReportFile {

    private static final String VERSION = "nofin-report";
    private static final String REMEDY = "name a report.json of 'nofin run --report', or its folder";

    private final String scenario;
    private final String seed;
    private final String kernel;
    private final Map<String, ReportFact> findings;

    private ReportFile(JsonNode report) {
        this.scenario = report.required("scenario").asText();
        this.seed = report.required("seed").asText();
        this.kernel = report.required("ran-on").required("kernel").asText();
        this.findings = ReportFacts.of(report);
    }

    /**
     * Reads the whole report.
     *
     * @param given the file, or the folder that contains it
     * @throws BadValueException when there is no report, or it is of another version
     */
    public static ReportFile read(Path given) {
        Path file = Files.isDirectory(given) ? given.resolve(ReportFolder.JSON) : given;
        JsonNode report = json(file);
        if (!report.path(VERSION).isInt()) {
            throw new BadValueException("not a report of nofin: " + file, REMEDY);
        }
        if (report.get(VERSION).asInt() != JsonReport.VERSION) {
            throw new BadValueException(file + " is a report of version " + report.get(VERSION).asInt() + ", and this nofin reads version "
                + JsonReport.VERSION, "compare it with the nofin that wrote it");
        }
        try {
            return new ReportFile(report);
        } catch (IllegalArgumentException incomplete) {
            throw new BadValueException(file + " is a report with a part missing: " + incomplete.getMessage(), REMEDY);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new BadValueException(file + " is not JSON: " + e.getOriginalMessage(), REMEDY);
        } catch (IOException e) {
            throw new BadValueException(file + " cannot be read", REMEDY);
        }
    }

    String scenario() {
        return scenario;
    }

    String seed() {
        return seed;
    }

    String kernel() {
        return kernel;
    }

    /** Returns the facts of the report, by their subjects. */
    Map<String, ReportFact> findings() {
        return findings;
    }
}
