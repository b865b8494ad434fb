/**
 * The agent's client: HTTP over its unix socket. Enter by {@link io.nofin.client.AgentClient}, which does by the agent what
 * {@link io.nofin.run.ScenarioRunner} does in this process, tells the same events and throws the same exceptions;
 * {@link io.nofin.client.AgentSocket} says whether there is one. {@link io.nofin.client.LocalPage} shows its page to a
 * browser of one user. Knows the API, not the server.
 */
package io.nofin.client;
