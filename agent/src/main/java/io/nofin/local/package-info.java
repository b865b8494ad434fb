/**
 * Carries out commands and tests in this process: {@link io.nofin.local.LocalBackend}, which JUnit's extension finds by
 * {@link io.nofin.local.LocalProvider}.
 */
package io.nofin.local;
