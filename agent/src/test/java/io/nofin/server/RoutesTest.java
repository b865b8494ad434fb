package io.nofin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesTest {

    @TempDir
    private Path directory;

    @Test
    void areThoseOfTheDescriptionAndNoOthers() throws Exception {
        Map<String, RoutePermission> routes = RouteTable.read(directory);

        Set<String> described = routes.keySet().stream().filter(route -> !route.startsWith("HEAD ")).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(OpenApi.operations(), described);
        assertEquals(of("GET ", routes), of("HEAD ", routes), "HEAD needs what GET does");
        assertEquals(Set.of("POST /v1/heal", "POST /v1/runs", "POST /v1/runs/{id}/stop", "PUT /v1/faults/{name}", "PATCH /v1/faults/{name}",
            "DELETE /v1/faults/{name}", "POST /v1/monitors", "POST /v1/leases", "DELETE /v1/leases/{id}"),
            routes.keySet().stream().filter(route -> routes.get(route) == RoutePermission.CHANGE).collect(Collectors.toSet()));
    }

    private static Map<String, RoutePermission> of(String method, Map<String, RoutePermission> routes) {
        Map<String, RoutePermission> found = new TreeMap<>();
        routes.forEach((route, need) -> {
            if (route.startsWith(method)) {
                found.put(route.substring(method.length()), need);
            }
        });
        return found;
    }
}
