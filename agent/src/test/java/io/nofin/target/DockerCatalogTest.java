package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.api.TargetNotFoundException;
import io.nofin.target.DockerEngine.Listed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerCatalogTest {

    private static final Listed APP = running("app", "3f01" + "0".repeat(60));
    private static final Listed REDIS = running("redis", "3f02" + "0".repeat(60));
    private static final Listed NAMED_LIKE_AN_ID = running("3f01", "99" + "0".repeat(62));
    private static final DockerCatalog CATALOG = new DockerCatalog(List.of(NAMED_LIKE_AN_ID, APP, REDIS));

    @Test
    void prefersANameToTheBeginningOfAnId() throws TargetNotFoundException {
        assertEquals(NAMED_LIKE_AN_ID, CATALOG.find("3f01"));
        assertEquals(APP, CATALOG.find("3f010"));
        assertEquals(APP, CATALOG.find(APP.id()));
    }

    @Test
    void takesANameWithTheSlashThatTheApiPutsThere() throws TargetNotFoundException {
        assertEquals(APP, CATALOG.find("/app"));
    }

    @Test
    void refusesTheBeginningOfSeveralIds() {
        assertEquals("several containers have an id that begins with '3f0': app 3f0100000000, redis 3f0200000000:"
            + " write more of the id, or the name", refusal(CATALOG, "3f0"));
    }

    @Test
    void doesNotTakeNothingForTheBeginningOfAnId() {
        assertEquals("no such container: ''. Running: 3f01, app, redis.", refusal(CATALOG, ""));
    }

    @Test
    void saysThatAContainerRestarts() {
        Listed restarting = new Listed("app", APP.id(), Map.of(), "restarting", "bridge", Map.of());

        assertEquals("docker:app is not running, but restarting: see why in docker logs app",
            refusal(new DockerCatalog(List.of(restarting)), "app"));
    }

    @Test
    void saysThatNothingIsRunning() {
        assertEquals("no such container: 'app'. No container is running.", refusal(new DockerCatalog(List.of()), "app"));
    }

    private static String refusal(DockerCatalog catalog, String name) {
        return assertThrows(TargetNotFoundException.class, () -> catalog.find(name)).getMessage();
    }

    private static Listed running(String name, String id) {
        return new Listed(name, id, Map.of(), "running", "bridge", Map.of());
    }
}
