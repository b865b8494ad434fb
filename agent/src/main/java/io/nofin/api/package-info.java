/**
 * The language that the agent and its clients have in common: the events of a run, the states of runs and faults, errors with their
 * exit codes and HTTP statuses, the names of headers, and the JSON of all of them, which is written and read by the same class. What
 * works in the process of the caller speaks it as well, so that nobody needs to know where a run is carried out. Values are immutable
 * and may be used from any thread.
 */
package io.nofin.api;
