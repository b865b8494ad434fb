package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The growth of the time between attempts while they fail. */
public enum Backoff implements Keyword { CONSTANT, LINEAR, EXPONENTIAL }
