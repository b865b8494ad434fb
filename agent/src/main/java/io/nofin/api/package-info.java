/**
 * The types that the agent and its clients share: the events of a run, the states of runs and faults, errors with their exit codes
 * and HTTP statuses, the names of headers, and the JSON of all of them, which is written and read by the same class. Runs in the
 * process of the caller use them as well, so that callers need not know where a run is carried out. Values are immutable and
 * thread-safe.
 */
package io.nofin.api;
