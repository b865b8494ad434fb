package io.nofin.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.nofin.report.JsonText;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** All that can be asked of the agent; {@code openapi.yaml} says the same to the world, and a test compares the two. */
final class Routes {

    private static final int API = 1;

    private final Instant started = Instant.now();
    private final RoutesConfig routes;

    private Routes(RoutesConfig routes) {
        this.routes = routes;
    }

    /** @param work what answers */
    static void add(RoutesConfig config, Admission admission, Workings work) {
        Routes routes = new Routes(config);
        config.before(admission::before);
        config.after(admission::after);
        config.exception(Exception.class, Routes::refuse);
        config.exception(HttpResponseException.class, Routes::refuse);       // Javalin has an answer of its own for these
        routes.page(new PageRoutes());
        routes.host(work);
        routes.runs(work.runRoutes());
        routes.faults(work.faultRoutes());
        routes.leases(work.leaseRoutes());
    }

    private void page(PageRoutes page) {
        get("/", page::index);
        get("/page/{name}", page::part);
        get("/v1/openapi.yaml", page::openApi);
        get("/v1/version", this::version);
    }

    private void host(Workings work) {
        HostRoutes host = work.hostRoutes();
        get("/v1/doctor", host::doctor);
        get("/v1/targets", host::targets);
        get("/v1/status", host::status);
        get("/v1/metrics", request -> request.contentType(Metrics.TYPE).result(work.metrics().text()));
        get("/v1/events", work::follow);
        add(HandlerType.POST, "/v1/heal", host::heal);
        add(HandlerType.POST, "/v1/scenarios/validate", host::validate);
        add(HandlerType.POST, "/v1/scenarios/plan", host::plan);
    }

    private void runs(RunRoutes runs) {
        add(HandlerType.POST, "/v1/runs", runs::create);
        get("/v1/runs", runs::list);
        get("/v1/runs/{id}", runs::show);
        get("/v1/runs/{id}/events", runs::events);
        add(HandlerType.POST, "/v1/runs/{id}/stop", runs::stop);
        get("/v1/runs/{id}/report", runs::report);
        get("/v1/runs/{id}/report/ticket", runs::ticket);
        get("/v1/runs/{id}/captures", runs::captures);
        get("/v1/runs/{id}/captures/{name}", runs::capture);
    }

    private void faults(FaultRoutes faults) {
        get("/v1/faults", faults::list);
        add(HandlerType.PUT, "/v1/faults/{name}", faults::put);
        get("/v1/faults/{name}", faults::show);
        add(HandlerType.PATCH, "/v1/faults/{name}", faults::patch);
        add(HandlerType.DELETE, "/v1/faults/{name}", faults::delete);
    }

    private void leases(LeaseRoutes leases) {
        add(HandlerType.POST, "/v1/leases", leases::begin);
        add(HandlerType.POST, "/v1/leases/{id}", leases::renew);
        add(HandlerType.DELETE, "/v1/leases/{id}", leases::end);
    }

    private void version(Context request) {
        Map<String, Object> data = new LinkedHashMap<>();
        String version = Routes.class.getPackage().getImplementationVersion();
        data.put("version", version == null ? "from source" : version);
        data.put("api", API);
        data.put("pid", ProcessHandle.current().pid());
        data.put("started", started.toString());
        Caller caller = Admission.caller(request);
        data.put("you", Map.of("name", caller.name(), "role", caller.role().name().toLowerCase(Locale.ROOT)));
        Answers.jsonText(request, JsonText.of(data));
    }

    private static void refuse(Exception failure, Context request) {
        Answers.refused(request, Refusals.of(failure));
    }

    private void get(String path, Handler handler) {
        add(HandlerType.GET, path, handler);
    }

    private void add(HandlerType method, String path, Handler handler) {
        routes.addHttpHandler(method, path, handler);
    }
}
