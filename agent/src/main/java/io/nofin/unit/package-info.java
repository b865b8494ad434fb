/** Values with a unit or a notation of their own, as scenarios write them. Immutable; depends on nothing. */
package io.nofin.unit;
