package io.nofin.server;

import io.javalin.http.Context;
import io.nofin.api.ErrorKind;
import io.nofin.firewall.PacketFilter;
import io.nofin.scenario.Scenario;
import io.nofin.scenario.ScenarioReader;
import io.nofin.yaml.InvalidDocumentException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads the scenarios that clients send, one at a time besides those of root: reading takes many times the memory of the text, and a
 * processor. Clients that wait are served in the order of asking. Thread-safe.
 */
final class ScenarioRequestReader {

    private static final String FILE = "file";
    private static final String NO_FILE = "scenario.yaml";
    private static final int LONGEST_NAME = 4096;
    private static final long PATIENCE_SECONDS = 5;

    private final RequestBodies requestBodies;
    private final Configuration configuration;
    private final Semaphore turn = new Semaphore(1, true);

    ScenarioRequestReader(RequestBodies requestBodies, Configuration configuration) {
        this.requestBodies = requestBodies;
        this.configuration = configuration;
    }

    /**
     * Reads a scenario as the command line does: filters compiled, too.
     *
     * @throws InvalidDocumentException when anything in it is wrong
     * @throws ApiError           when scenarios of others have kept it waiting for 5 s
     */
    Scenario read(Context request) throws InvalidDocumentException, IOException {
        String text = requestBodies.text(request);
        String file = file(request);
        ScenarioReader reader = new ScenarioReader(PacketFilter::compile, configuration.budget());
        if (AccessFilter.caller(request).root()) {
            return reader.read(text, file);
        }
        await();
        try {
            return reader.read(text, file);
        } finally {
            turn.release();
        }
    }

    /** Returns the file's name for messages only: no file of that name is opened. */
    static String file(Context request) {
        String given = Optional.ofNullable(request.queryParam(FILE)).orElse(NO_FILE);
        if (given.isBlank() || given.length() > LONGEST_NAME || given.chars().anyMatch(Character::isISOControl)) {
            throw ApiError.of(ErrorKind.BAD_REQUEST, "not the name of a file", "send file=NAME, for messages");
        }
        return given;
    }

    private void await() {
        try {
            if (turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ApiError.of(ErrorKind.BUSY, "too many scenarios are being read", "ask again in a second");
    }
}
