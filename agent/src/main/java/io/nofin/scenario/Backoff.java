package io.nofin.scenario;

/** How the time between attempts grows while they fail. */
public enum Backoff implements Keyword { CONSTANT, LINEAR, EXPONENTIAL }
