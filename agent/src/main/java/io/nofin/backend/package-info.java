/**
 * Carries out what commands and tests ask for, in this process or through the agent: {@link io.nofin.backend.Backend} has two
 * implementations, {@link io.nofin.backend.AgentBackend} and the one that {@link io.nofin.backend.LocalBackends} finds where nofin's own
 * engine is on the class path. {@link io.nofin.backend.BackendEnvironment} is what the environment says about the choice. Backends may
 * be used from any thread.
 */
package io.nofin.backend;
