package io.nofin.scenario;

/** How jitter is spread around the delay; the tables that tc-netem(8) has, and none for the uniform one. */
public enum Distribution implements Keyword { UNIFORM, NORMAL, PARETO, PARETONORMAL }
