package io.nofin.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nofin.api.TargetNotFoundException;
import io.nofin.scenario.TargetSpec;
import io.nofin.target.DockerEngine.ListedContainer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerCatalogTest {

    private static final ListedContainer APP = running("app", "3f01" + "0".repeat(60));
    private static final ListedContainer REDIS = running("redis", "3f02" + "0".repeat(60));
    private static final ListedContainer NAMED_LIKE_AN_ID = running("3f01", "99" + "0".repeat(62));
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
        ListedContainer restarting = new ListedContainer("app", APP.id(), Map.of(), "restarting", "bridge", Map.of());

        assertEquals("docker:app is not running, but restarting: see why in docker logs app",
            refusal(new DockerCatalog(List.of(restarting)), "app"));
    }

    @Test
    void saysThatNothingIsRunning() {
        assertEquals("no such container: 'app'. No container is running.", refusal(new DockerCatalog(List.of()), "app"));
    }

    @Test
    void namesTheServicesOfComposeWhereAServiceOrProjectIsCalledSo() {
        DockerCatalog shop = new DockerCatalog(List.of(APP, ofCompose("shop-api-1", "shop", "api"), ofCompose("shop-api-2", "shop", "api"),
            ofCompose("shop-cache-1", "shop", "cache"), ofCompose("blog-api-1", "blog", "api")));
        String running = " Running: app, shop-api-1, shop-api-2, shop-cache-1, blog-api-1.";

        assertEquals("no such container: 'api': Docker Compose has a service of that name: compose:blog/api, compose:shop/api." + running,
            refusal(shop, "api"));
        assertEquals("no such container: 'shop': Docker Compose has a project of that name: compose:shop/api, compose:shop/cache." + running,
            refusal(shop, "shop"));
        assertEquals("no container of compose:shop/ap is running: did you mean 'compose:shop/api'?" + running, refusal(shop, TargetSpec.DockerLabel.compose("shop/ap")));
        assertEquals("no container of compose:mail is running." + running, refusal(shop, TargetSpec.DockerLabel.compose("mail")));
    }

    @Test
    void saysWhichOfSeveralLabelsNoContainerHas() {
        DockerCatalog labelled = new DockerCatalog(List.of(labelled("a", Map.of("role", "db")), labelled("b", Map.of("tier", "one"))));

        assertEquals("no running container has the labels 'role=db' and 'tier=on': did you mean 'tier=one'? Running: a, b.",
            refusal(labelled, new TargetSpec.DockerLabel("role=db,label=tier=on")));
        assertEquals("no running container has the labels 'role=db' and 'tier=one': none has all of them. Running: a, b.",
            refusal(labelled, new TargetSpec.DockerLabel("role=db,label=tier=one")));
    }

    @Test
    void namesAStoppedContainerThatHasTheLabelOrIsOfTheService() {
        ListedContainer stopped = new ListedContainer("shop-api-1", "5".repeat(64), labels("shop", "api"), "exited", "bridge", Map.of());
        DockerCatalog catalog = new DockerCatalog(List.of(APP, stopped));

        assertEquals("no container of compose:shop/api is running: docker:shop-api-1 is exited: docker start shop-api-1",
            refusal(catalog, TargetSpec.DockerLabel.compose("shop/api")));
    }

    private static String refusal(DockerCatalog catalog, TargetSpec.DockerLabel labels) {
        return assertThrows(TargetNotFoundException.class, () -> catalog.withLabels(labels)).getMessage();
    }

    private static ListedContainer ofCompose(String name, String project, String service) {
        return labelled(name, labels(project, service));
    }

    private static Map<String, String> labels(String project, String service) {
        return Map.of("com.docker.compose.project", project, "com.docker.compose.service", service);
    }

    private static ListedContainer labelled(String name, Map<String, String> labels) {
        return new ListedContainer(name, String.format("%064x", name.hashCode()), labels, "running", "bridge", Map.of());
    }

    private static String refusal(DockerCatalog catalog, String name) {
        return assertThrows(TargetNotFoundException.class, () -> catalog.find(name)).getMessage();
    }

    private static ListedContainer running(String name, String id) {
        return new ListedContainer(name, id, Map.of(), "running", "bridge", Map.of());
    }
}
