package io.nofin.scenario;

import java.util.Optional;

/** Reads {@code hold: "redis:6379"}. */
final class HoldReader {

    private static final Form ENDPOINT = new Form("a host and a port", "\"redis:6379\"");

    private HoldReader() {
    }

    static Optional<ProbeReader.Maker> read(Value value, Hosts hosts) {
        return value.parse(ENDPOINT, text -> Endpoint.parse(text, hosts)).map(
            endpoint -> (from, every) -> new Probe.Hold(from, endpoint.host(), endpoint.port(), every));
    }
}
