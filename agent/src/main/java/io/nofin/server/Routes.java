package io.nofin.server;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.ExceptionHandler;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.nofin.api.JsonText;
import io.nofin.api.NofinVersion;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The routes of the API. {@code openapi.yaml} describes them, and a test compares the two. */
final class Routes {

    private static final int API = 1;

    private final Instant started = Instant.now();
    private final RoutesConfig routes;

    private Routes(RoutesConfig routes) {
        this.routes = routes;
    }

    /** @param work the services that answer */
    static void add(RoutesConfig config, AccessFilter accessFilter, AgentServices work) {
        Routes routes = new Routes(config);
        config.before(accessFilter::identify);
        config.beforeMatched(accessFilter::admit);
        config.after(accessFilter::conclude);
        ExceptionHandler<Exception> refuse = (failure, request) ->
            Responses.refused(request, accessFilter.unknown(request).orElseGet(() -> ApiErrors.of(failure)));
        config.exception(Exception.class, refuse);
        config.exception(HttpResponseException.class, refuse::handle);       // Javalin would answer these itself
        routes.page(new PageRoutes());
        routes.host(work);
        routes.runs(work.runRoutes());
        routes.faults(work.faultRoutes());
        routes.leases(work.leaseRoutes());
        routes.change(HandlerType.POST, "/v1/monitors", work.monitorRoutes()::watch);
    }

    private void page(PageRoutes page) {
        add(HandlerType.GET, "/", RoutePermission.PAGE, page::index);
        add(HandlerType.GET, "/page/{name}", RoutePermission.PAGE, page::part);
        get("/v1/openapi.yaml", page::openApi);
        get("/v1/version", this::version);
    }

    private void host(AgentServices work) {
        HostRoutes host = work.hostRoutes();
        get("/v1/doctor", host::doctor);
        get("/v1/targets", host::targets);
        get("/v1/keys", host::keys);
        get("/v1/traffic", host::traffic);
        get("/v1/status", host::status);
        get("/v1/metrics", request -> request.contentType(Metrics.TYPE).result(work.metrics().text()));
        get("/v1/events", work::follow);
        change(HandlerType.POST, "/v1/heal", host::heal);
        add(HandlerType.POST, "/v1/scenarios/validate", RoutePermission.TRY, host::validate);
        add(HandlerType.POST, "/v1/scenarios/plan", RoutePermission.TRY, host::plan);
    }

    private void runs(RunRoutes runs) {
        change(HandlerType.POST, "/v1/runs", runs::create);
        get("/v1/runs", runs::list);
        get("/v1/runs/{id}", runs::show);
        get("/v1/runs/{id}/events", runs::events);
        change(HandlerType.POST, "/v1/runs/{id}/stop", runs::stop);
        get("/v1/runs/{id}/report", runs::report);
        get("/v1/runs/{id}/report/ticket", runs::ticket);
        add(HandlerType.GET, "/v1/runs/{id}/captures", RoutePermission.CAPTURES, runs::captures);
        add(HandlerType.GET, "/v1/runs/{id}/captures/{name}", RoutePermission.CAPTURES, runs::capture);
    }

    private void faults(FaultRoutes faults) {
        get("/v1/faults", faults::list);
        change(HandlerType.PUT, "/v1/faults/{name}", faults::put);
        get("/v1/faults/{name}", faults::show);
        change(HandlerType.PATCH, "/v1/faults/{name}", faults::patch);
        change(HandlerType.DELETE, "/v1/faults/{name}", faults::delete);
    }

    private void leases(LeaseRoutes leases) {
        change(HandlerType.POST, "/v1/leases", leases::begin);
        add(HandlerType.POST, "/v1/leases/{id}", RoutePermission.RENEW, leases::renew);
        change(HandlerType.DELETE, "/v1/leases/{id}", leases::end);
    }

    private void version(Context request) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("version", NofinVersion.text());
        data.put("api", API);
        data.put("pid", ProcessHandle.current().pid());
        data.put("started", started.toString());
        Caller caller = AccessFilter.caller(request);
        data.put("you", Map.of("name", caller.name(), "role", caller.role().name().toLowerCase(Locale.ROOT)));
        Responses.jsonText(request, JsonText.of(data));
    }

    /** Answers HEAD with the existence of the route only, without looking anything up. */
    private static void isThere(Context request) {
        request.status(HttpStatus.OK);
    }

    private void get(String path, Handler handler) {
        add(HandlerType.GET, path, RoutePermission.READ, handler);
    }

    /** Adds a route that changes something. Its handler announces the change to the audit by {@link AccessFilter#intend}. */
    private void change(HandlerType method, String path, Handler handler) {
        add(method, path, RoutePermission.CHANGE, handler);
    }

    private void add(HandlerType method, String path, RoutePermission routePermission, Handler handler) {
        routes.addHttpHandler(method, path, handler, routePermission);
        if (method.equals(HandlerType.GET)) {
            routes.addHttpHandler(HandlerType.HEAD, path, Routes::isThere, routePermission);      // Javalin's own answer to HEAD would need no permission
        }
    }
}
