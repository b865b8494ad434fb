package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The behaviour of a probe after it has failed. */
public enum AfterFailed implements Keyword { KEEP_TRYING, STOP }
