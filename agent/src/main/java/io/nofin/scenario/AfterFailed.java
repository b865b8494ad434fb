package io.nofin.scenario;

/** What a probe does once it has failed. */
public enum AfterFailed implements Keyword { KEEP_TRYING, STOP }
