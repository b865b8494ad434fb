package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** How jitter is spread around the delay; the tables that tc-netem(8) has, and none for the uniform one. */
public enum Distribution implements Keyword { UNIFORM, NORMAL, PARETO, PARETONORMAL }
