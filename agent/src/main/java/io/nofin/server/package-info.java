/**
 * The agent: an HTTP API over a unix socket, and over TCP where the host's configuration says so, that runs scenarios and keeps faults
 * for its clients. Enter by {@link io.nofin.server.Agent}; {@link io.nofin.server.Routes} has what can be asked of it, and
 * {@code openapi.yaml} in the resources says it to the world.
 *
 * <pre>
 *   Agent ── Listeners          the socket, TCP with tokens or mutual TLS, their connections
 *     │
 *   RequestCheck                refuses what could be read in two ways, before anything else reads it
 *     │
 *   RequestPools                       threads for each kind of request, shares of them for each client
 *     │
 *   AccessFilter ── Authenticator        who asks, may they, how often: before every handler
 *             ── Audit          what is about to be changed, what came of it, and what was refused
 *     │
 *   Routes ── HostRoutes        what can be asked of the host and of scenarios
 *          ── RunRoutes         Runs: several at once, each on a thread of its own, with its story and its report
 *          ── FaultRoutes       Faults: fired and healed by hand
 *          ── LeaseRoutes       ClientLeases: what a client has ends with its lease
 *          ── PageRoutes        the page for people, and the description for machines
 * </pre>
 *
 * A route is registered with the {@link io.nofin.server.RoutePermission} that it has of whoever asks. Everything here may be used from any thread unless it says otherwise. A request waits on a thread of its
 * {@link io.nofin.server.RequestPool}; Jetty's own threads never wait.
 */
package io.nofin.server;
