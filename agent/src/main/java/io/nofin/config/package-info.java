/**
 * The configuration of a host and of its agent: the limits that it sets to all scenarios, and who may reach the agent in which way.
 * {@link io.nofin.config.HostConfigReader} reads {@link io.nofin.config.HostConfig} from a file whose format is
 * {@link io.nofin.config.HostConfigSchema}. The configuration is immutable; a reading belongs to one thread.
 */
package io.nofin.config;
