/** Answers to claims about the wire: {@link io.nofin.witness.verdict.Verdict}. */
package io.nofin.witness.verdict;
