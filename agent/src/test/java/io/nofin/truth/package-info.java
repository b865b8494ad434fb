/** Holds what runs prove against what those saw who sent and received; see {@link io.nofin.truth.PassedIsTrueTest}. */
package io.nofin.truth;
