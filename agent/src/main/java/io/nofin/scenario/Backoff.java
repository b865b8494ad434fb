package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** How the time between attempts grows while they fail. */
public enum Backoff implements Keyword { CONSTANT, LINEAR, EXPONENTIAL }
