/** What can be said of a claim about the wire: {@link io.nofin.witness.verdict.Verdict}. */
package io.nofin.witness.verdict;
