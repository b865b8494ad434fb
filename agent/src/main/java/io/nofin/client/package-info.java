/**
 * The agent's client: HTTP over its unix socket. Enter by {@link io.nofin.client.AgentClient}, which does through the agent what
 * {@link io.nofin.run.ScenarioRunner} does in this process, with the same events and exceptions; {@link io.nofin.client.AgentSocket}
 * finds out whether there is an agent. {@link io.nofin.client.LocalPage} shows its page to a browser of one user. The package knows
 * the API, not the server.
 */
package io.nofin.client;
