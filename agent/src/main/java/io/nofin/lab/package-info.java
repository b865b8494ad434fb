/**
 * Hosts that nofin builds for a run and removes after it: network namespaces without names on one bridge, each with its
 * addresses, and with a command or an echo server where the scenario asks for one. Enter by {@link io.nofin.lab.Lab}, or by
 * {@link io.nofin.lab.LabNetwork} to know the addresses without building anything. A lab may be used from any thread; building
 * and closing it is for one at a time.
 */
package io.nofin.lab;
