/**
 * Experiments that people had to make with their own services, on real servers in lab hosts and with the clients that they use: what a
 * silent cut does to them, and which settings help. Each has a scenario, whose servers run here too, and a page under docs/experiments.
 */
package io.nofin.experiment;
