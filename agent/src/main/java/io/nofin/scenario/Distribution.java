package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The distribution of jitter around the delay: uniform, or one of the tables of tc-netem(8). */
public enum Distribution implements Keyword { UNIFORM, NORMAL, PARETO, PARETONORMAL }
