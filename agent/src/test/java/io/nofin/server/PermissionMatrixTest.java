package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nofin.testing.KernelTest;
import io.nofin.testing.OtherUser;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks for every path of the routes' table, with every method and every way to name another one, as everybody who may ask, by the socket,
 * TCP and TLS. A new route is among them by itself. What is refused comes with a body that would work, and changes nothing.
 */
@KernelTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PermissionMatrixTest {

    private static final int MEMBER = 1234;
    private static final int NOGROUP = 65534;
    private static final int TLS_PORT = 7443;
    private static final int TOLD = 20;
    /** Stands for any status that a handler answers with. */
    private static final int ADMITTED = 0;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> NO_METHODS = List.of("OPTIONS", "TRACE", "get", "Put", "PROPFIND", "BREW");
    private static final List<String> OVERRIDES = List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method", "x-http-method-override");
    /** Headers that other servers take for another method or another path. Here they mean nothing. */
    private static final List<String> MEANINGLESS = List.of("X-Original-Method", "X-Forwarded-Method", "X-Original-URL", "X-Rewrite-URL");
    private static final String SCENARIO = "{\"nofin\": 1, \"targets\": {\"app\": {\"netns\": \"app\"}},"
        + " \"faults\": {\"cut\": {\"on\": \"app\", \"drop\": \"silent\"}}, \"timeline\": [{\"inject\": \"cut\", \"for\": \"10m\"}]}";
    private static final String KEPT = "{\"on\": [\"netns:app\"], \"drop\": \"silent\", \"for\": \"10m\", \"armed-only\": true}";
    /** A body that works, for each route that is not for everybody. */
    private static final Map<String, String> BODIES = Map.ofEntries(
        Map.entry("POST /v1/heal", "{}"),
        Map.entry("POST /v1/scenarios/validate", SCENARIO),
        Map.entry("POST /v1/scenarios/plan", SCENARIO),
        Map.entry("POST /v1/runs", SCENARIO),
        Map.entry("POST /v1/runs/{id}/stop", ""),
        Map.entry("GET /v1/runs/{id}/captures", ""),
        Map.entry("GET /v1/runs/{id}/captures/{name}", ""),
        Map.entry("PUT /v1/faults/{name}", "{\"on\": [\"netns:app\"], \"delay\": \"5ms\", \"for\": \"1m\"}"),
        Map.entry("PATCH /v1/faults/{name}", "{\"firing\": true}"),
        Map.entry("DELETE /v1/faults/{name}", ""),
        Map.entry("POST /v1/monitors", "{\"from\": \"netns:app\", \"tcp\": \"10.99.0.2:1\", \"every\": \"100ms\"}"),
        Map.entry("POST /v1/leases", "{\"ttl\": \"1m\"}"),
        Map.entry("POST /v1/leases/{id}", ""),
        Map.entry("DELETE /v1/leases/{id}", ""));

    private Map<String, RoutePermission> routes;
    private World world;
    private OtherUser member;
    private AgentProcess agent;
    private Http root;
    private final Map<Role, Http> clients = new EnumMap<>(Role.class);

    /**
     * A kind of caller, and the answers it gets to requests that only look and to those that do more: {@code ADMITTED} where its permission
     * suffices. Root of the host counts as one of the operators.
     */
    private enum Role {
        ROOT(ADMITTED, ADMITTED), MEMBER_OF_THE_GROUP(ADMITTED, ADMITTED), OPERATORS_TOKEN(ADMITTED, ADMITTED), OPERATORS_CERTIFICATE(ADMITTED, ADMITTED),
        READERS_TOKEN(ADMITTED, 403), READERS_CERTIFICATE(ADMITTED, 403),
        CERTIFICATE_WITHOUT_A_ROLE(403, 403), UNKNOWN_TOKEN(401, 401), NOBODY(401, 401);

        private final int toLook;
        private final int toDoMore;

        Role(int toLook, int toDoMore) {
            this.toLook = toLook;
            this.toDoMore = toDoMore;
        }

        private int expected(RoutePermission need) {
            return switch (need) {
                case PAGE -> ADMITTED;
                case READ -> toLook;
                case CAPTURES, TRY, RENEW, CHANGE -> toDoMore;
            };
        }

        /** Returns what is answered where there is no such route: who is unknown does not learn that. */
        private int expectedOfNoRoute() {
            return toLook == ADMITTED ? 405 : toLook;
        }
    }

    /**
     * A way to name another method or path than the request line does.
     *
     * @param method the one that is named; empty for none
     */
    private record Detour(String method, List<String> headers, String query, boolean isRefused) {

        private static final Detour NONE = new Detour("", List.of(), "", false);

        private Http of(Http client) {
            Http http = client;
            for (String header : headers) {
                http = http.with(header, header.endsWith("URL") ? "/v1/heal" : method);
            }
            return http;
        }
    }

    @BeforeAll
    void start(@TempDir Path directory, @TempDir Path other) throws IOException {
        routes = RouteTable.read(other);
        world = World.start(directory);
        world.connect("app", "db");
        world.sh("chmod a+x " + directory);
        member = OtherUser.of(MEMBER, NOGROUP);
        NewToken operator = NewToken.draw("ci", false);
        NewToken reader = NewToken.draw("eye", true);
        world.sh(TlsClients.FUNCTIONS + "authority ours; for name in server ci eye guest; do signed ours $name; done");
        Path tokens = AgentProcess.tokens(world, operator, reader);
        agent = AgentProcess.start(world, "listen: [{ address: \"127.0.0.1:7440\", tokens: " + tokens + " }, { address: \"127.0.0.1:" + TLS_PORT
            + "\", certificate: " + directory + "/server.pem, key: " + directory + "/server.key, client-ca: " + directory
            + "/ours.pem, operators: [ci], readers: [eye] }]", "limits: { requests-per-second: 10000 }");
        root = agent.http();
        TlsClients certificates = new TlsClients(world, TLS_PORT, "ours");
        clients.putAll(Map.of(Role.ROOT, root, Role.MEMBER_OF_THE_GROUP, agent.http(member), Role.NOBODY, agent.tcp(),
            Role.OPERATORS_TOKEN, agent.tcp().with("Authorization", "Bearer " + operator.token()),
            Role.READERS_TOKEN, agent.tcp().with("Authorization", "Bearer " + reader.token()),
            Role.UNKNOWN_TOKEN, agent.tcp().with("Authorization", "Bearer " + NewToken.draw("ci", false).token()),
            Role.OPERATORS_CERTIFICATE, certificates.as(Optional.of("ci")), Role.READERS_CERTIFICATE, certificates.as(Optional.of("eye")),
            Role.CERTIFICATE_WITHOUT_A_ROLE, certificates.as(Optional.of("guest"))));
    }

    @AfterAll
    void stop() throws IOException {
        agent.close();
        member.close();
        world.close();
    }

    @Test
    void answersByThePermissionOfEachRouteAndByNothingElse() throws Exception {
        Map<String, String> there = begin();
        String before = state();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        int asked = askAsEverybody(there, wrong);

        assertEquals(List.of(), wrong.stream().sorted().limit(TOLD).toList(), wrong.size() + " wrong answers");
        assertEquals(before, state(), "something was changed");
        assertTrue(asked > Role.values().length * routes.size() * METHODS.size(), "asked " + asked);
        assertTrue(intents().stream().allMatch(line -> line.contains("/nothing") || line.contains("\"who\":\"unix:root\"")), "only what was admitted was begun");
    }

    @Test
    void theSameRequestsDoSomethingForRoot() throws Exception {
        for (String route : operatorsRoutes()) {
            Map<String, String> there = begin();
            String body = Optional.ofNullable(BODIES.get(route)).orElseThrow(() -> new AssertionError("say a body that works for " + route));
            String method = route.substring(0, route.indexOf(' '));
            if (method.equals("GET")) {
                root.ask("POST", "/v1/runs/" + there.get("run") + "/stop", "").is(200);
            }
            String before = state();
            int status = root.status(method, path(route.substring(method.length() + 1), there), body);
            assertTrue(status >= 200 && status < 300, route + ": " + status);
            if (routes.get(route) == RoutePermission.CHANGE && !route.contains("/leases") && !route.endsWith("/monitors")) {
                assertNotEquals(before, state(), route + " changes what the kernel has");
            }
        }
    }

    @Test
    void nobodyElseGetsAsFarAsARequest() throws IOException {
        try (OtherUser outsider = OtherUser.of(MEMBER, MEMBER)) {
            Http http = agent.http(outsider);
            assertThrows(IOException.class, () -> http.status("GET", "/v1/version", ""));
        }
        Http without = new TlsClients(world, TLS_PORT, "ours").as(Optional.empty());
        assertThrows(IOException.class, () -> without.status("GET", "/v1/version", ""));
    }

    private int askAsEverybody(Map<String, String> there, List<String> wrong) throws Exception {
        ExecutorService everybody = Executors.newFixedThreadPool(Role.values().length);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (Role role : Role.values()) {
                all.add(everybody.submit(() -> {
                    int asked = 0;
                    for (String path : paths()) {
                        asked += askAll(role, path, there, wrong);
                    }
                    return asked;
                }));
            }
            int asked = 0;
            for (Future<Integer> role : all) {
                asked += role.get();
            }
            return asked;
        } finally {
            everybody.shutdownNow();
        }
    }

    /** Asks with every method and detour; what is admitted is asked of what is not there, so that it comes to nothing. */
    private int askAll(Role role, String path, Map<String, String> there, List<String> wrong) throws IOException {
        int asked = 0;
        for (String method : Stream.concat(METHODS.stream(), NO_METHODS.stream()).toList()) {
            for (Detour detour : METHODS.contains(method) ? detours(path) : List.of(Detour.NONE, new Detour("DELETE", OVERRIDES, "?_method=PUT", true))) {
                int expected = expected(role, method, path, detour);
                boolean admitted = expected == ADMITTED;
                int status = detour.of(clients.get(role)).status(method, path(path, admitted ? Map.of() : there) + detour.query,
                    admitted ? nothing(method) : body(method, detour.method, path));
                asked++;
                if (admitted ? Set.of(401, 403, 405, 500, 501).contains(status) : status != expected) {
                    wrong.add(role + ": " + method + " " + path + " " + detour + ": " + status + ", expected " + expected);
                }
            }
        }
        return asked;
    }

    private int expected(Role role, String method, String path, Detour detour) {
        if (!METHODS.contains(method)) {
            return 501;
        }
        if (detour.isRefused) {
            return 400;
        }
        RoutePermission need = routes.get(method + " " + path);
        if (need == null) {
            return role.expectedOfNoRoute();
        }
        return role.expected(need);
    }

    private List<Detour> detours(String path) {
        List<Detour> detours = new ArrayList<>(List.of(Detour.NONE));
        List<String> others = METHODS.stream().filter(method -> routes.containsKey(method + " " + path) && routes.get(method + " " + path).isForOperators()).toList();
        others.forEach(other -> detours.add(new Detour(other, MEANINGLESS, "", false)));
        for (String other : others.isEmpty() ? List.of("DELETE") : others) {
            OVERRIDES.forEach(header -> detours.add(new Detour(other, List.of(header), "", true)));
            detours.add(new Detour(other, List.of(), "?_method=" + other, true));
        }
        return detours;
    }

    /** Returns a body that no handler takes. */
    private static String nothing(String method) {
        return Set.of("POST", "PUT", "PATCH").contains(method) ? "[]" : "";
    }

    private static String body(String method, String detour, String path) {
        return Optional.ofNullable(BODIES.get(detour + " " + path)).or(() -> Optional.ofNullable(BODIES.get(method + " " + path))).orElse("{}");
    }

    private Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        routes.keySet().forEach(route -> paths.add(route.substring(route.indexOf(' ') + 1)));
        return paths;
    }

    private List<String> operatorsRoutes() {
        return routes.keySet().stream().filter(route -> !route.startsWith("HEAD ") && routes.get(route).isForOperators()).sorted().toList();
    }

    /** Returns the path of what is there, or of nothing. */
    private static String path(String template, Map<String, String> there) {
        String kind = template.split("/").length > 2 ? template.split("/")[2] : "";
        String id = there.getOrDefault(kind.equals("leases") ? "lease" : "run", "nothing");
        String name = there.getOrDefault(template.contains("/captures/") ? "capture" : kind.equals("faults") ? "fault" : "part", "nothing");
        return template.replace("{id}", id).replace("{name}", name);
    }

    /** Begins a fault, a run with captures, and a lease, with nothing else beside them, and returns their names. */
    private Map<String, String> begin() throws Exception {
        root.ask("POST", "/v1/heal", "{}").is(200);
        root.ask("PUT", "/v1/faults/kept", KEPT).is(201);
        String run = root.ask("POST", "/v1/runs?captures=true", SCENARIO).is(201).json().get("id").asText();
        Wait.until("the run fires", () -> root.get("/v1/runs/" + run).json().get("firing").size() == 1);
        String lease = root.ask("POST", "/v1/leases", "{\"ttl\": \"1m\"}").is(201).json().get("id").asText();
        return Map.of("fault", "kept", "run", run, "lease", lease, "capture", "app.pcapng", "part", "dom.js");
    }

    /** Returns what the kernel has in the target, without its clocks and counters, and what the agent says of it. */
    private String state() throws IOException {
        String kernel = world.sh("ip netns exec app sh -c 'iptables-save; ip6tables-save; ipset save; tc qdisc show'")
            .replaceAll("(?m)^#.*\n", "").replaceAll(" timeout [0-9]+", "").replaceAll("\\[[0-9]+:[0-9]+]", "");
        StringBuilder told = new StringBuilder(kernel);
        root.get("/v1/faults").is(200).json().forEach(fault -> told.append(fault.get("name")).append(fault.get("effect")).append(fault.get("firing")));
        root.get("/v1/runs").is(200).json().forEach(run -> told.append(run.get("id")).append(run.get("state")));
        return told.toString();
    }

    private List<String> intents() throws IOException {
        return agent.audit().stream().filter(line -> line.contains("\"event\":\"intent\"")).toList();
    }
}
