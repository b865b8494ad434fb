package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** What a probe does once it has failed. */
public enum AfterFailed implements Keyword { KEEP_TRYING, STOP }
