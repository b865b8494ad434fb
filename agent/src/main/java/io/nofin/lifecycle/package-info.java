/**
 * Threads that end with what they serve, and resources that are closed whatever fails on the way. Knows nothing of nofin: the entry
 * points are {@link io.nofin.lifecycle.Closer}, {@link io.nofin.lifecycle.FailureCollector} and {@link io.nofin.lifecycle.Threads}.
 */
package io.nofin.lifecycle;
