package io.nofin.testing;

import java.util.Map;

/** An attack that may keep an agent from answering others; each uses up another kind of thing that there is only so much of. */
public enum Attack {

    CONNECTIONS_OF_AN_OUTSIDER, CONNECTIONS_OF_A_MEMBER, SLOW_HEADERS, SLOW_BODIES, SLOW_BODIES_OF_HEALS, SLOW_READERS, STREAMS, DOCTOR, TARGETS, STATUS,
    VALIDATE, IDEMPOTENCY_KEYS, LEASES, PAGE_FILES;

    private static final String SLOW_POST = "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 10000\r\n\r\n";
    private static final String YAML = "application/yaml";
    private static final String TYPE = "Content-Type";
    private static final int UNKNOWN_KEYS = 40_000;

    /**
     * The agent under attack, as attackers reach it.
     *
     * @param outside connects over TCP, without a token
     * @param inside  connects to the socket, as a member of the group that may
     * @param token   of somebody who may look
     */
    public record Besieged(Crowd.Dialer outside, Crowd.Dialer inside, String token) {

        private String read(String path) {
            return Crowd.request("GET", path, Map.of("Authorization", "Bearer " + token), "");
        }
    }

    /** Begins the attack, with more clients than would be answered one by one. */
    public Crowd begin(Besieged agent) {
        return switch (this) {
            case CONNECTIONS_OF_AN_OUTSIDER -> Crowd.of(200, agent.outside, Crowd.silence());
            case CONNECTIONS_OF_A_MEMBER -> Crowd.of(200, agent.inside, Crowd.silence());
            case SLOW_HEADERS -> Crowd.of(150, agent.inside, Crowd.trickle("GET /v1/version HTTP/1.1\r\nX: ", 200));
            case SLOW_BODIES -> Crowd.of(105, agent.inside, Crowd.trickle(SLOW_POST.formatted("/v1/scenarios/validate"), 200));
            case SLOW_BODIES_OF_HEALS -> Crowd.of(105, agent.inside, Crowd.trickle(SLOW_POST.formatted("/v1/heal"), 200));
            case SLOW_READERS -> Crowd.of(60, agent.outside, Crowd.sip(agent.read("/v1/openapi.yaml").replace("Connection: close\r\n", "").repeat(200), 500));
            case STREAMS -> Crowd.of(100, agent.outside, Crowd.ask(agent.read("/v1/events")));
            case DOCTOR -> Crowd.of(105, agent.outside, Crowd.ask(agent.read("/v1/doctor")));
            case TARGETS -> Crowd.of(105, agent.inside, Crowd.ask(agent.read("/v1/targets")));
            case STATUS -> Crowd.of(105, agent.inside, Crowd.ask(agent.read("/v1/status")));
            case VALIDATE -> Crowd.of(50, agent.inside, Crowd.ask(Crowd.request("POST", "/v1/scenarios/validate", Map.of(TYPE, YAML), unknownKeys())));
            case IDEMPOTENCY_KEYS -> Crowd.of(50, agent.inside, line -> Crowd.ask(Crowd.request("POST", "/v1/runs",
                Map.of(TYPE, YAML, "Idempotency-Key", "key " + System.nanoTime()), scenario())).follow(line));
            case LEASES -> Crowd.of(50, agent.inside, Crowd.ask(Crowd.request("POST", "/v1/leases", Map.of(TYPE, "application/json"), "{\"ttl\": \"1s\"}")));
            case PAGE_FILES -> Crowd.of(160, agent.outside, Crowd.ask(Crowd.request("GET", "/page/dom.js", Map.of(), "")));
        };
    }

    private static String unknownKeys() {
        StringBuilder text = new StringBuilder("nofin: 1\n");
        for (int i = 0; i < UNKNOWN_KEYS; i++) {
            text.append("unknown").append(i).append(": 1\n");
        }
        return text.toString();
    }

    /** Returns a scenario for a target that is not there. */
    private static String scenario() {
        return """
            nofin: 1
            targets: { gone: { netns: gone } }
            faults: { cut: { on: gone, drop: silent } }
            timeline: [ { inject: cut, for: 200ms } ]
            """;
    }
}
