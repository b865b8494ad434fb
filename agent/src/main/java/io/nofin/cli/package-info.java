/**
 * The command line, with picocli: one class for each command. Enter by {@link io.nofin.cli.Main}. Commands print data on
 * standard output and everything else on standard error; {@link io.nofin.cli.ExitCode} says how they end.
 */
package io.nofin.cli;

import io.nofin.api.ExitCode;

