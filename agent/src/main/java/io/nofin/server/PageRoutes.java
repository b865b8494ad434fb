package io.nofin.server;

import io.javalin.http.Context;
import io.nofin.api.ErrorKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Routes for the page and for the description of the API: files from the class path, served by fixed names. */
final class PageRoutes {

    private static final String FOLDER = "page/";
    private static final Map<String, String> TYPES = Map.of("html", "text/html", "js", "text/javascript", "css", "text/css",
        "svg", "image/svg+xml", "png", "image/png", "ico", "image/x-icon", "json", "application/json", "woff2", "font/woff2");

    void index(Context request) throws IOException {
        send(request, FOLDER + "index.html", "text/html");
    }

    void part(Context request) throws IOException {
        String name = request.pathParam("name");
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null || !name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+")) {
            throw notThere();
        }
        send(request, FOLDER + name, type);
    }

    void openApi(Context request) throws IOException {
        Responses.of(request, "application/yaml", ApiDescription.yaml().getBytes(StandardCharsets.UTF_8));
    }

    private static void send(Context request, String resource, String type) throws IOException {
        try (InputStream file = PageRoutes.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw notThere();
            }
            Responses.of(request, type, file.readAllBytes());
        }
    }

    private static ApiError notThere() {
        return ApiError.of(ErrorKind.NOT_FOUND, "not found", "see /v1/openapi.yaml for the routes");
    }
}
