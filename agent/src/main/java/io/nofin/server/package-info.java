/**
 * The agent: an HTTP API over a unix socket, and over TCP where the host's configuration says so, that runs scenarios and keeps
 * faults for its clients. Enter by {@link io.nofin.server.Agent}; {@link io.nofin.server.Routes} lists its routes, and
 * {@code openapi.yaml} in the resources describes them.
 *
 * <pre>
 *   Agent ── Listeners                  the socket, TCP with tokens or mutual TLS, their connections
 *     │
 *   RequestCheck                        refuses ambiguous requests before anything else reads them
 *     │
 *   RequestPools                        threads for each kind of request, shares of them for each client
 *     │
 *   AccessFilter ── Authenticator       identity, permission and rate of the caller, before every handler
 *                ── Audit               changes before and after, and refusals
 *     │
 *   Routes ── HostRoutes                the host, and scenarios without running them
 *          ── RunRoutes                 Runs: several at once, each on a thread of its own, with its events and its report
 *          ── FaultRoutes               Faults: fired and healed by requests
 *          ── LeaseRoutes               ClientLeases: what a client has ends with its lease
 *          ── PageRoutes                the page for people, and the description for machines
 * </pre>
 *
 * A route is registered with the {@link io.nofin.server.RoutePermission} that it needs. All types are thread-safe unless they say
 * otherwise. A request waits on a thread of its {@link io.nofin.server.RequestPool}; Jetty's own threads never wait.
 */
package io.nofin.server;
