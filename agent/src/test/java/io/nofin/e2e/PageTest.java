package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.nofin.testing.Browser;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import io.nofin.testing.World;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The agent's page in a real browser, before a real agent, with four hosts on a switch, one of them in another network. Its pictures
 * are in {@code target/pictures}, to be looked at.
 */
@KernelTest
@Timeout(300)
class PageTest {

    private static final Path PICTURES = Path.of("target/pictures");
    private static final String PAGE = "http://127.0.0.1:7440/";
    private static final String OPERATOR = "nofin_operator";
    private static final String READER = "nofin_reader";
    private static final String CONFIG = """
        nofin: 1
        agent:
          group: root
          audit: %1$s/audit.jsonl
          listen:
            - { address: "127.0.0.1:7440", tokens: %1$s/tokens }
        """;
    private static final String HOSTS = """
        ip netns add switch; ip -n switch link add br0 type bridge; ip -n switch link set br0 up
        n=1; for h in web app db cache; do n=$((n+1)); net=10.5.0; [ $h = cache ] && net=10.6.0
            ip netns add $h; ip -n $h link set lo up
            ip link add eth0 netns $h type veth peer name $h netns switch
            ip -n switch link set $h master br0 up; ip -n $h addr add $net.$n/24 dev eth0; ip -n $h link set eth0 up
        done
        ip -n db addr add 10.6.0.4/24 dev eth0
        """;
    private static final String TRAFFIC = """
        for pair in web:10.5.0.3 web:10.5.0.4 app:10.5.0.4 cache:10.6.0.4; do
            ip netns exec ${pair%:*} setsid bash -c "while :; do echo x >/dev/udp/${pair#*:}/7; sleep 0.1; done" >/dev/null 2>&1 &
        done
        """;
    private static final Map<String, List<String>> ADDRESSES = Map.of("web", List.of("10.5.0.2"), "app", List.of("10.5.0.3"), "db", List.of("10.5.0.4", "10.6.0.4"));
    private static final String SCENARIO = """
        nofin: 1
        name: two-cuts
        description: The cable between web and db goes twice.
        targets: { web: { netns: web }, db: { netns: db } }
        faults:
          cut: { on: web, peers: [db], drop: silent, optional: true }
        timeline:
          - { at: 500ms, inject: cut, for: %1$s }
          - { at: %2$s, inject: cut, for: 500ms }
        """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Echoes> ECHOES = new ArrayList<>();

    @TempDir
    private static Path directory;

    private static World world;
    private static Nofin agent;
    private static Browser browser;

    @BeforeAll
    static void begin() throws Exception {
        world = World.start(directory);
        world.sh(HOSTS);
        for (Map.Entry<String, List<String>> host : ADDRESSES.entrySet()) {
            ECHOES.add(Echoes.start(world.namespace(host.getKey()), host.getValue(), List.of(7)));
        }
        world.sh(TRAFFIC);
        Files.writeString(directory.resolve("nofin.yaml"), CONFIG.formatted(directory));
        Path tokens = Files.writeString(directory.resolve("tokens"), line("ops", "operator", OPERATOR) + line("guest", "reader", READER));
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        startAgent();
        browser = Browser.start(world, Files.createDirectory(directory.resolve("browser")));
    }

    @AfterAll
    static void end() throws IOException {
        browser.close();
        agent.signal("TERM").await().exitedWith(0);
        agent.close();
        for (Echoes echoes : ECHOES) {
            echoes.close();
        }
        ECHOES.clear();
        world.close();
    }

    @BeforeEach
    void heal() throws IOException {
        api("POST", "heal", "{}");
    }

    @Test
    void asksForATokenAndKeepsItForTheTab() throws Exception {
        browser.shape(1280, 900, false).open(PAGE, "sessionStorage.clear()").await("document.getElementById('token').open");
        browser.type("not a token").press("Enter").await("document.getElementById('token-refusal').textContent.includes('unknown token')");
        browser.type(OPERATOR).press("Enter").await(cell("app", "db") + " !== null");

        browser.open(PAGE).await(cell("app", "db") + " !== null");
        assertFalse(browser.evaluate("document.getElementById('token').open").asBoolean());
        assertTrue(browser.text("#who").startsWith("token:ops"), browser.text("#who"));
    }

    @Test
    void isNotGreenBeforeItIsConnected() throws Exception {
        browser.shape(1280, 900, false).open(PAGE, "sessionStorage.clear()").await("document.getElementById('token').open");

        browser.await("document.getElementById('state-text').textContent === 'not connected'");
        assertEquals("rgba(0, 0, 0, 0)", browser.evaluate("getComputedStyle(document.getElementById('state-text'), '::before').backgroundColor").asText());
    }

    @Test
    void showsWhoReachesWhom() throws Exception {
        open(1280, false);

        assertEquals("open", kind("app", "db"));
        assertEquals("open", kind("cache", "db"));
        assertEquals("none", kind("cache", "app"));
        assertEquals("none", kind("app", "outside"));
        assertTrue(browser.text("#left-out").startsWith("2 namespaces"), "the switch, and the host: " + browser.text("#left-out"));
        assertEquals("Nothing is firing", browser.text("#state-text"));
        assertEquals(4, browser.evaluate("document.querySelectorAll('#graph .node').length").asInt());
    }

    @Test
    void cutsByClicksAndShowsWhatItDoes() throws Exception {
        open(1280, false);
        assertEquals(Attempt.ANSWERED, attempt("app", "10.5.0.4").makePatiently());
        browser.click(button("app", "db")).click("#times label:nth-of-type(2)").click("#fire").await(cell("app", "db") + ".dataset.kind === 'cut'");

        assertEquals(Attempt.SILENCE, attempt("app", "10.5.0.4").make());
        assertEquals(Attempt.ANSWERED, attempt("app", "10.5.0.2").makePatiently());
        assertEquals("cut", kind("db", "app"));
        assertEquals("1 fault firing", browser.text("#state-text"));
        assertEquals("netns:app", fault("cut-app-db").at("/on/0").asText());
        browser.await("/^([1-9]|10) s$/.test(" + cell("app", "db") + ".querySelector('.left').textContent)");
        browser.await("/matched \\d+ packet/.test(document.querySelector('#fault-list').textContent)");
        browser.await(cell("app", "db") + ".dataset.kind === 'armed'");
        assertEquals(Attempt.ANSWERED, attempt("app", "10.5.0.4").makePatiently());
        assertEquals("Nothing is firing", browser.text("#state-text"));

        browser.evaluate("URL.createObjectURL = (real => report => { window.report = report; return real.call(URL, report); })(URL.createObjectURL)");
        browser.click("#fault-list .heal-one").await(cell("app", "db") + ".dataset.kind === 'open'");
        browser.await("document.querySelector('#log a[download=\"cut-app-db.html\"]') !== null");
        assertTrue(browser.evaluate("window.report.text()").asText().contains("cut-app-db"));
        assertEquals(0, JSON.readTree(api("GET", "faults", "")).size());
    }

    @Test
    void slowsOneWayOnOnePort() throws Exception {
        open(1280, false);
        browser.click(button("web", "app")).click("#kinds label:nth-of-type(2)").click("[name=rate]").type("10mbit").click("[name=ports]").type("6379, 7000-7010")
            .click("#directions label:nth-of-type(2)").click("#fire").await(cell("web", "app") + ".dataset.kind === 'slow'");

        assertEquals("open", kind("app", "web"));
        assertEquals("{\"on\":[\"netns:web\"],\"peers\":[\"netns:app\"],\"ports\":[6379,\"7000-7010\"],\"direction\":\"out\",\"delay\":\"100ms\",\"rate\":\"10mbit\","
            + "\"for\":\"10s\"}", fault("slow-web-app").get("spec").toString());
    }

    @Test
    void choosesPacketsByEverySelector() throws Exception {
        open(1280, false);
        browser.click(button("web", "app")).click("#kinds label:nth-of-type(2)").evaluate("document.querySelector('#panel details').open = true");
        for (String[] field : new String[][] {{"local-ports", "5000-5010"}, {"remote-ports", "7"}, {"interface", "eth0"}, {"filter", "tcp or udp"}, {"longer-than", "100"},
                {"shorter-than", "1400"}, {"share", "50%"}, {"limit", "500"}, {"seed", "7"}}) {
            browser.click("[name=" + field[0] + "]").type(field[1]);
        }
        browser.evaluate("document.querySelector('[name=engine]').value = 'queue'; document.querySelector('[name=state]').value = 'new'");
        browser.click("#fire").await(cell("web", "app") + ".dataset.kind === 'slow'");

        assertEquals(JSON.readTree("{\"on\":[\"netns:web\"],\"peers\":[\"netns:app\"],\"local-ports\":[\"5000-5010\"],\"remote-ports\":[7],\"interface\":\"eth0\","
            + "\"filter\":\"tcp or udp\",\"longer-than\":100,\"shorter-than\":1400,\"connections\":{\"share\":\"50%\",\"state\":\"new\"},\"delay\":\"100ms\","
            + "\"engine\":\"queue\",\"limit\":500,\"seed\":7,\"for\":\"10s\"}"), fault("slow-web-app").get("spec"));
    }

    @Test
    void saysWhatTheAgentRefusesAndWhere() throws Exception {
        open(1280, false);
        browser.click(button("web", "app")).click("[name=ports]").type("70000").click("#fire")
            .await("document.getElementById('refusal').textContent.includes('70000')");

        assertEquals("ports", browser.evaluate("document.activeElement.name").asText());
        assertTrue(browser.evaluate("document.getElementById('panel').open").asBoolean());
        browser.press("Escape").await("!document.getElementById('panel').open");
    }

    @Test
    void healsEverythingWhileTheFormIsOpen() throws Exception {
        open(400, false);
        put("cut", "netns:web", "netns:db", "60s");
        browser.await(cell("web", "db") + ".dataset.kind === 'cut'");
        assertEquals(Attempt.SILENCE, attempt("web", "10.5.0.4").make());

        browser.click(button("app", "db")).await("document.getElementById('panel').open");
        browser.click("#heal").await(cell("web", "db") + ".dataset.kind === 'open'");
        assertEquals(Attempt.ANSWERED, attempt("web", "10.5.0.4").makePatiently());
        browser.await("document.getElementById('log').textContent.includes('Everything is healed')");
    }

    @Test
    void isUsedByKeyboardAlone() throws Exception {
        open(1280, false);
        browser.press("Tab");
        assertEquals("heal", browser.evaluate("document.activeElement.id").asText());
        browser.press("Tab").press("ArrowDown").press("ArrowLeft").press("Enter").await("document.getElementById('panel').open");
        assertEquals("web \u2192 db", browser.text("#panel-title"));
        browser.press("ArrowRight").press("ArrowRight");                // damage
        browser.await("document.activeElement.value === 'damage'");
        for (int stops = 0; !browser.evaluate("document.activeElement.id").asText().equals("fire"); stops++) {
            assertTrue(stops < 20, "the button is not reached");
            browser.press("Tab");
        }
        browser.press("Enter").await(cell("web", "db") + ".dataset.kind === 'damage'");

        assertEquals("loss: 5%", fault("damage-web-db").get("effect").asText());
        browser.await("document.activeElement === " + cell("web", "db"));       // where it was
    }

    @Test
    void showsAtOnceWhatOthersDo() throws Exception {
        open(1280, false);
        put("theirs", "netns:web", "10.5.0.3/32", "60s");
        browser.await(cell("web", "app") + ".dataset.kind === 'cut'");
        assertTrue(browser.text("#fault-list").contains("theirs"));
        assertTrue(browser.text("#log").contains("theirs fires"), browser.text("#log"));

        api("DELETE", "faults/theirs", "{}");
        browser.await(cell("web", "app") + ".dataset.kind === 'open'");
        world.sh("ip netns add late; ip -n late link set lo up; ip link add eth0 netns late type veth peer name late netns switch;"
            + " ip -n switch link set late master br0 up; ip -n late addr add 10.5.0.9/24 dev eth0; ip -n late link set eth0 up");
        browser.await(cell("late", "db") + " !== null");
        world.sh("ip netns del late");
        browser.await(cell("late", "db") + " === null");
    }

    @Test
    void runsAScenarioAndOpensItsReport() throws Exception {
        open(1280, false);
        browser.click("#yaml").type(SCENARIO.formatted("3 s", "5s")).await("document.querySelectorAll('#problems li').length === 1");
        assertTrue(browser.text("#problems").startsWith("line 8"), browser.text("#problems"));
        assertEquals("8", browser.text("#gutter .wrong"));
        assertTrue(browser.evaluate("document.getElementById('run').disabled").asBoolean());

        browser.evaluate("document.getElementById('yaml').select()");
        browser.type(SCENARIO.formatted("8s", "10s")).await("document.getElementById('checked').textContent === 'This scenario is right.'");
        browser.click("#run").await(cell("web", "db") + ".dataset.kind === 'cut'");
        assertEquals(Attempt.SILENCE, attempt("web", "10.5.0.4").make());
        assertEquals(2, browser.evaluate("document.querySelectorAll('#run-list .turns span').length").asInt());
        browser.await("document.querySelector('#run-list .lane').hasAttribute('data-firing')");
        browser.await("document.querySelector('#run-list .chip').textContent === 'passed'");
        assertEquals("open", kind("web", "db"));

        Browser report = browser.click("#run-list a").goToTab("/report?ticket=");
        assertEquals("two-cuts: passed", report.evaluate("document.title").asText());
        assertTrue(report.evaluate("document.querySelectorAll('canvas').length").asInt() > 0, "its scripts may run");
        assertEquals("null", report.evaluate("self.origin").asText());
    }

    @Test
    void stopsARun() throws Exception {
        open(1280, false);
        String run = JSON.readTree(world.sh("curl -sS --fail-with-body -H 'Authorization: Bearer " + OPERATOR + "' -H 'Content-Type: application/yaml'"
            + " --data-binary '" + SCENARIO.formatted("30s", "40s") + "' " + PAGE + "v1/runs")).get("id").asText();
        String card = "#run-list [data-key='" + run + "']";
        browser.await("document.querySelector(\"" + card + "[data-state='running'] .lane[data-firing]\") !== null");
        browser.click(card + " .heal-one").await("document.querySelector(\"" + card + "[data-state='interrupted']\") !== null");

        String turns = "[...document.querySelectorAll(\"" + card + " .turns span\")]";
        assertEquals(1, browser.evaluate(turns + ".length").asInt(), "the second turn never came");
        assertTrue(browser.evaluate(turns + ".reduce((sum, one) => sum + Number(one.style.getPropertyValue('--at')) + Number(one.style.getPropertyValue('--part')), 0)").asDouble()
            > 0.99, "its axis ends where it was stopped");
        assertFalse(browser.evaluate("document.querySelector(\"" + card + " .strip\").getAttribute('aria-label').includes('30 s')").asBoolean());
        assertEquals(Attempt.ANSWERED, attempt("web", "10.5.0.4").makePatiently());
    }

    @Test
    void lendsAReaderNoHand() throws Exception {
        openAs(READER, 1280, false);
        browser.await(cell("app", "db") + " !== null").await("document.getElementById('heal').disabled");

        assertTrue(browser.text("#who").contains("read-only"), browser.text("#who"));
        browser.click(button("app", "db")).await("document.getElementById('fire').disabled");
        assertEquals("This token is read-only.", browser.text("#refusal"));
    }

    @Test
    void goesOnWhenTheAgentIsBack() throws Exception {
        open(1280, false);
        agent.signal("TERM").await().exitedWith(0);
        browser.await("!document.getElementById('banner').hidden");
        browser.click("#heal").await("document.getElementById('log').textContent.includes('tried again')");

        startAgent();
        browser.await("document.getElementById('log').textContent.includes('Everything is healed')");
        browser.await("document.getElementById('banner').hidden");
    }

    @Test
    void isNoWayInForPagesFromElsewhere() throws Exception {
        put("cut", "netns:web", "netns:db", "60s");
        HttpServer elsewhere = world.host().call(() -> HttpServer.create(new InetSocketAddress("127.0.0.1", 7441), 0));
        elsewhere.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        elsewhere.start();
        try {
            browser.open("http://127.0.0.1:7441/").evaluate(
                "fetch('" + PAGE + "v1/heal', { method: 'POST', mode: 'no-cors', body: '{}' }).then(() => 0, () => 0)");
        } finally {
            elsewhere.stop(0);
        }

        assertTrue(fault("cut").get("firing").asBoolean());
        Wait.until("it has come and was refused", () -> Files.readString(directory.resolve("audit.jsonl")).lines()
            .anyMatch(line -> line.contains("POST /v1/heal") && line.contains("\"who\":\"unknown\"") && line.contains("\"status\":403")));
        assertEquals("403", world.sh("curl -sS -o /dev/null -w '%{http_code}' -X POST -H 'Authorization: Bearer " + OPERATOR
            + "' -H 'Content-Type: application/json' -H 'Sec-Fetch-Site: cross-site' -d '{}' " + PAGE + "v1/heal"));
        assertEquals("403", world.sh("curl -sS -o /dev/null -w '%{http_code}' -H 'Authorization: Bearer " + OPERATOR
            + "' -H 'Host: rebound.example' " + PAGE + "v1/faults"));
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "400, false", "400, true"})
    void fitsTheWindowAndCanBeRead(int width, boolean dark) throws Exception {
        put("cut-app-db", "netns:app", "netns:db", "70s");
        api("PUT", "faults/slow-web-app", "{\"on\": [\"netns:web\"], \"peers\": [\"netns:app\"], \"delay\": \"100ms\", \"direction\": \"out\", \"for\": \"60s\"}");
        api("PUT", "faults/damage-cache-db", "{\"on\": [\"netns:cache\"], \"peers\": [\"netns:db\"], \"loss\": \"5%\", \"for\": \"50s\"}");
        world.sh("curl -sS --fail-with-body -H 'Authorization: Bearer " + OPERATOR + "' -H 'Content-Type: application/yaml'"
            + " --data-binary '" + SCENARIO.formatted("60s", "70s") + "' " + PAGE + "v1/runs");
        open(width, dark);
        browser.await(cell("web", "db") + ".dataset.kind === 'cut'");

        assertEquals(width, browser.evaluate("document.documentElement.scrollWidth").asInt());
        assertEquals(List.of(), browser.faint("h1, h2, p, td, th, li, button, a, label, span, strong, small, legend, summary, time, b, .cell"));
        assertEquals(List.of(), browser.complaints());
        browser.requested().forEach(url -> assertTrue(url.startsWith(PAGE), url));
        Files.write(Files.createDirectories(PICTURES).resolve("page-" + width + (dark ? "-dark.png" : "-light.png")), browser.picture());
        browser.click(button("app", "db")).await("document.getElementById('panel').open");
        assertEquals(width, browser.evaluate("document.documentElement.scrollWidth").asInt());
        assertEquals(List.of(), browser.faint("#panel h2, #panel p, #panel button, #panel label, #panel span, #panel legend"));
        Files.write(PICTURES.resolve("page-form-" + width + (dark ? "-dark.png" : "-light.png")), browser.picture());
    }

    private static void startAgent() throws IOException {
        agent = Nofin.start(world, "agent", "--config", directory.resolve("nofin.yaml").toString()).awaitSaying("the agent is ready");
    }

    private static String line(String name, String role, String token) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return name + " " + role + " " + HexFormat.of().formatHex(hash) + "\n";
    }

    /** The page, as somebody sees it whose tab has a token already. */
    private static void open(int width, boolean dark) throws Exception {
        openAs(OPERATOR, width, dark);
        browser.await(cell("app", "db") + " !== null").await("document.getElementById('who').textContent !== ''");
    }

    private static void openAs(String token, int width, boolean dark) throws Exception {
        browser.shape(width, 900, dark).open(PAGE, "sessionStorage.setItem('nofin-token', '" + token + "')");
    }

    private static String button(String from, String to) {
        return "[aria-label^='" + from + " to " + to + ":']";
    }

    private static String cell(String from, String to) {
        return "document.querySelector(\"" + button(from, to) + "\")";
    }

    private static String kind(String from, String to) throws IOException {
        return browser.evaluate(cell(from, to) + ".dataset.kind").asText();
    }

    private static Attempt attempt(String from, String address) throws IOException {
        return Attempt.udp(world.namespace(from), address, 7);
    }

    private static void put(String name, String on, String peer, String length) throws IOException {
        api("PUT", "faults/" + name, "{\"on\": [\"" + on + "\"], \"peers\": [\"" + peer + "\"], \"drop\": \"silent\", \"for\": \"" + length + "\"}");
    }

    private static JsonNode fault(String name) throws IOException {
        return JSON.readTree(api("GET", "faults/" + name, ""));
    }

    private static String api(String method, String path, String body) throws IOException {
        return world.sh("curl -sS --fail-with-body -X " + method + " -H 'Authorization: Bearer " + OPERATOR + "'"
            + (body.isEmpty() ? "" : " -H 'Content-Type: application/json' -d '" + body + "'") + " " + PAGE + "v1/" + path);
    }
}
