/**
 * The agent's client: HTTP over its unix socket. The entry points are {@link io.nofin.client.AgentClient}, whose events and exceptions
 * are those of a run in this process, and {@link io.nofin.client.AgentSocket}, which finds out whether there is an agent. {@link io.nofin.client.LocalPage} shows its page to a browser of one user. The package knows
 * the API, not the server.
 */
package io.nofin.client;
