/**
 * Hosts that nofin builds for a run and removes after it: network namespaces without names on one bridge, each with its addresses,
 * and with a command or an echo server where the scenario asks for one. The entry point is {@link io.nofin.lab.Lab}, or
 * {@link io.nofin.lab.LabNetwork} to know the addresses without building anything. A lab may be used from any thread, but one at a
 * time may build and close it.
 */
package io.nofin.lab;
