package io.nofin.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nofin.testing.Browser;
import io.nofin.testing.Nofin;
import io.nofin.testing.Wait;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code nofin ui}: the agent's page for one user, by a link that opens it once. */
@Timeout(300)
class UiTest extends InWorld {


    private static final String AS_NOBODY = "setpriv --reuid=65534 --regid=65534 --clear-groups ";

    private static final String SCENARIO = """
        nofin: 1
        name: short
        targets: { app: { netns: app } }
        faults:
          cut: { on: app, drop: silent, optional: true }
        timeline:
          - { at: 0s, inject: cut, for: 100ms }
        """;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Nofin agent;
    private Nofin ui;
    private String link;
    private String page;

    @BeforeEach
    void serve() throws Exception {
        agent = Nofin.start(world, "agent").awaitSaying("the agent is ready");
        ui = Nofin.start(world, "ui").awaitSaying("Ctrl-C ends it");
        link = ui.printed().strip();
        page = link.substring(0, link.indexOf("#"));
    }

    @AfterEach
    void end() throws Exception {
        ui.signal("TERM").await();
        ui.close();
        agent.signal("TERM").await().exitedWith(0);
        agent.close();
    }

    @Test
    void itsLinkIsGoodOnceAndEverythingElseTakesWhatThatGave() throws Exception {
        assertEquals("200", status("", page));
        assertEquals("200", status("", page + "page/page.js"));
        assertEquals("401", status("", page + "v1/faults"));
        assertEquals("401", status("", page + "%761/faults"), "the agent decodes it");
        assertEquals("401", status("", page + "page/../v1/faults"));
        assertEquals("401", status("-X POST -d '{}' -H 'Content-Type: application/json'", page + "v1/heal"));
        assertEquals("401", status("-d nonsense", page + "link"));

        String token = token();
        assertEquals("401", status("-d " + secret(), page + "link"));
        assertEquals("200", status(bearer(token), page + "v1/faults"));
        assertTrue(world.sh("curl -sS " + bearer(token) + " " + page + "v1/version").contains("unix:root"));
        assertEquals("200", status(bearer(token) + " -X POST -d '{}' -H 'Content-Type: application/json'", page + "v1/heal"));
    }

    @Test
    void aReportIsOpenedOnceByATabThatHasNoToken() throws Exception {
        String token = token();
        String run = JSON.readTree(world.sh("curl -sS --fail-with-body " + bearer(token) + " -H 'Content-Type: application/yaml' --data-binary '" + SCENARIO + "' "
            + page + "v1/runs")).get("id").asText();
        Wait.until("the run has ended", () -> world.sh("curl -sS " + bearer(token) + " " + page + "v1/runs/" + run).contains("\"ended\""));
        assertEquals("401", status("", page + "v1/runs/" + run + "/report"));
        String href = JSON.readTree(world.sh("curl -sS " + bearer(token) + " " + page + "v1/runs/" + run + "/report/ticket")).get("href").asText();

        assertEquals("200", status("", page + href.substring(1)));
        assertEquals("401", status("", page + href.substring(1)));
    }

    @Test
    void itIsNoWayInForOtherUsersAndOtherPages() throws Exception {
        assertEquals("403", world.sh(AS_NOBODY + curl("-d " + secret(), page + "link")));
        String token = token();

        assertEquals("403", world.sh(AS_NOBODY + curl(bearer(token), page + "v1/faults")));
        assertEquals("403", world.sh(AS_NOBODY + curl("", page)));
        assertEquals("403", status(bearer(token) + " -H 'Host: rebound.example'", page + "v1/faults"));
        assertEquals("403", status(bearer(token) + " -H 'Origin: http://127.0.0.1:1'", page + "v1/faults"));
        assertEquals("403", status(bearer(token) + " -H 'Sec-Fetch-Site: cross-site'", page + "v1/faults"));
        assertEquals("200", status(bearer(token) + " -H 'Origin: " + page.substring(0, page.length() - 1) + "' -H 'Sec-Fetch-Site: same-origin'", page + "v1/faults"));
        assertTrue(world.sh("ss -Htln sport = :" + port()).contains("127.0.0.1"), "nobody beyond this host reaches it");
    }

    @Test
    void aBrowserOpensItAndCutsAndASecondTabDoesNot() throws Exception {
        try (Browser browser = Browser.start(world, Files.createDirectory(world.directory().resolve("browser")))) {
            String cell = "[aria-label^='app to peer:']";
            browser.shape(1280, 900, false).open(link).await("document.querySelector(\"" + cell + "\") !== null");
            assertEquals("", browser.evaluate("location.hash").asText());
            assertTrue(browser.text("#who").startsWith("unix:root"), browser.text("#who"));
            assertReaches(PEER);

            browser.click(cell).click("#fire").await("document.querySelector(\"" + cell + "\").dataset.kind === 'cut'");
            assertFalse(reaches(PEER));
            browser.click("#heal").await("document.querySelector(\"" + cell + "\").dataset.kind === 'open'");
            assertReaches(PEER);

            browser.open("about:blank").open(link, "sessionStorage.clear()").await("document.getElementById('token').open");
            assertTrue(browser.text("#token-refusal").contains("nofin ui"), browser.text("#token-refusal"));
        }
    }

    @Test
    void aPortIsFreeOrTheMessageSaysSo() throws Exception {
        Nofin.Result second = Nofin.run(world, "ui", "--port", port());

        assertEquals(3, second.exitCode(), second.toString());
        assertTrue(second.errors().contains("port " + port() + " of 127.0.0.1 cannot be bound"), second.toString());
        assertEquals(2, Nofin.run(world, "ui", "--port", "70000").exitCode());
    }

    private String token() throws Exception {
        String answer = world.sh("curl -sS --fail-with-body -d " + secret() + " " + page + "link");
        return answer.replaceAll(".*\"token\":\"([\\w-]+)\".*", "$1");
    }

    private String secret() {
        return link.substring(link.indexOf('=') + 1);
    }

    private String port() {
        return page.replaceAll(".*:(\\d+)/", "$1");
    }

    private static String bearer(String token) {
        return "-H 'Authorization: Bearer " + token + "'";
    }

    private String status(String options, String url) throws Exception {
        return world.sh(curl(options, url));
    }

    private static String curl(String options, String url) {
        return "curl -sS --path-as-is -o /dev/null -w '%{http_code}' " + options + " " + url;
    }
}
