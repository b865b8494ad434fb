/**
 * Values with a unit or a notation of their own, as scenarios write them. They are immutable, and the package depends on no other.
 */
package io.nofin.unit;
