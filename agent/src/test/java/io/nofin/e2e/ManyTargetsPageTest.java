package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Browser;
import io.nofin.testing.KernelTest;
import io.nofin.testing.Nofin;
import io.nofin.testing.World;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent's page with thirty targets in three networks, and with the containers of two Compose projects. Its pictures are in {@code target/pictures}. */
@KernelTest
@Timeout(300)
class ManyTargetsPageTest {

    private static final Path PICTURES = Path.of("target/pictures");
    private static final String HOSTS = """
        ip netns add switch; ip -n switch link add br0 type bridge; ip -n switch link set br0 up
        for net in 1 2 3; do for n in 1 2 3 4 5 6 7 8 9 10; do
            case $net in 1) h=shop-api-server-$n ;; 2) h=orders-$n ;; 3) h=stock-db-$n ;; esac
            ip netns add $h; ip -n $h link set lo up
            ip link add eth0 netns $h type veth peer name v$net-$n netns switch
            ip -n switch link set v$net-$n master br0 up; ip -n $h addr add 10.$net.0.$n/24 dev eth0; ip -n $h link set eth0 up
        done; done
        """;
    private static final String CELL = "[aria-label^='shop-api-server-1 to shop-api-server-2:']";

    /** The headings and cells that are cut off by the window, or do not have the room that their text takes. */
    private static final String CUT_OFF = """
        [...document.querySelectorAll('#matrix thead tr:last-child th, #matrix thead tr:last-child span, #matrix .name, #matrix .cell, #matrix select')]
            .filter(one => one.getClientRects().length > 0)
            .filter(one => { const box = one.getBoundingClientRect();
                return box.right > innerWidth || box.left < 0 || one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2; })
            .map(one => one.outerHTML.slice(0, 120))""";

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static World world;
    private static Nofin agent;
    private static Nofin ui;
    private static Browser browser;
    private static Echoes echoes;
    private static String page;

    @BeforeAll
    static void begin() throws Exception {
        world = World.start(directory);
        world.sh(HOSTS);
        echoes = Echoes.start(world.namespace("shop-api-server-2"), List.of("10.1.0.2"), List.of(7));
        agent = Nofin.start(world, "agent").awaitSaying("the agent is ready");
        ui = Nofin.start(world, "ui").awaitSaying("Ctrl-C ends it");
        browser = Browser.start(world, Files.createDirectory(directory.resolve("browser")));
        String link = ui.printed().strip();
        page = link.substring(0, link.indexOf('#'));
        browser.shape(1280, 900, false).open(link).await("document.querySelector(\"" + CELL + "\") !== null");
    }

    @AfterAll
    static void end() throws IOException {
        browser.close();
        ui.signal("TERM").await();
        ui.close();
        agent.signal("TERM").await().exitedWith(0);
        agent.close();
        echoes.close();
        world.close();
    }

    @ParameterizedTest
    @CsvSource({"1280, false", "1280, true", "400, false", "400, true"})
    void showsThirtyTargetsByTheirNetworksAndCutsNothingOff(int width, boolean dark) throws Exception {
        browser.shape(width, 900, dark).open(page).await("document.querySelector(\"" + CELL + "\") !== null && innerWidth === " + width);
        try (Socket socket = world.namespace("shop-api-server-1").call(() -> new Socket("10.1.0.2", 7))) {
            Thread talk = new Thread(() -> talk(socket));
            talk.start();
            browser.await("document.querySelector('#talkers').textContent.includes('shop-api-server-1 \u2192 shop-api-server-2')")
                .await("document.querySelector(\"" + CELL + "\").hasAttribute('data-busy')");

            assertEquals(width, browser.evaluate("document.documentElement.scrollWidth").asInt());
            assertEquals("[]", browser.evaluate(CUT_OFF).toString());
            assertTrue(browser.text("#matrix").contains("10.2.0.0/24"), browser.text("#matrix"));
            if (width == 1280) {
                assertEquals(31, browser.evaluate("document.querySelectorAll('#matrix thead tr:last-child th').length").asInt());
                assertEquals(30, browser.evaluate("document.querySelectorAll('#graph .node').length").asInt());
                assertEquals(3, browser.evaluate("document.querySelectorAll('#graph .group').length").asInt());
                assertTrue(browser.evaluate("[...document.querySelectorAll('#graph .label text')].some(one => one.textContent.endsWith('/s'))").asBoolean());
            } else {
                assertEquals(31, browser.evaluate("document.querySelectorAll('#matrix option').length").asInt());
            }
            assertEquals(List.of(), browser.faint("#reach h2, #reach h3, #reach p, #reach th, #reach li, #reach button, #reach span, #reach small"));
            assertEquals(List.of(), browser.complaints());
            Files.write(Files.createDirectories(PICTURES).resolve("many-" + width + (dark ? "-dark.png" : "-light.png")), browser.picture());
        }
    }

    @Test
    void groupsContainersByTheirProjectAndShowsWhoSharesANetwork() throws Exception {
        browser.shape(1280, 900, false).open(page).await("document.querySelector(\"" + CELL + "\") !== null");
        browser.evaluate("import('/page/store.js').then(store => store.apply('targets', " + JSON.writeValueAsString(containers()) + "))");
        browser.await("[...document.querySelectorAll('#graph .group text')].some(one => one.textContent === 'shop')");

        assertEquals("[\"shop\",\"blog\",\"host\"]", browser.evaluate("[...document.querySelectorAll('#graph .group text')].map(one => one.textContent)").toString());
        assertTrue(browser.text(".name[title^='docker:shop-api-1']").contains("+ shop-sidecar-1"), browser.text("#matrix"));
        assertEquals("api-1", browser.evaluate("document.querySelector('#matrix .name').firstChild.textContent").asText());
        assertEquals("[]", browser.evaluate(CUT_OFF).toString());
        Files.write(Files.createDirectories(PICTURES).resolve("compose-1280-light.png"), browser.picture());
    }

    private static List<Map<String, Object>> containers() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (String name : List.of("shop-api-1", "shop-api-2", "shop-cache-1", "shop-db-1", "shop-sidecar-1", "blog-web-1", "blog-web-2", "blog-db-1", "blog-queue-1")) {
            boolean shares = name.equals("shop-sidecar-1");
            all.add(target("docker:" + name, shares ? "n0" : "n" + all.size(), "172." + (name.startsWith("shop") ? 20 : 21) + ".0." + (all.size() + 2) + "/16",
                Map.of("com.docker.compose.project", name.substring(0, name.indexOf('-')))));
        }
        all.add(target("host", "root", "192.0.2.1/24", Map.of()));
        return all;
    }

    private static Map<String, Object> target(String target, String namespace, String address, Map<String, String> labels) {
        Map<String, Object> data = new LinkedHashMap<>();
        boolean isHost = target.equals("host");
        data.put("target", target);
        data.put("kind", isHost ? "host" : "docker");
        data.put("name", target.substring(target.indexOf(':') + 1));
        if (!isHost) {
            data.put("image", "");
        }
        data.put("what", "");
        data.put("namespace", namespace);
        data.put("addresses", List.of(address));
        data.put("reaches", List.of());
        data.put("labels", labels);
        return data;
    }

    private static void talk(Socket socket) {
        try {
            while (true) {
                socket.getOutputStream().write('x');
                socket.getInputStream().read();
                Thread.sleep(20);
            }
        } catch (IOException | InterruptedException e) {
            // the test is over
        }
    }
}
