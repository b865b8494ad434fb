package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The changes of state at which a probe calls back. */
public enum ProbeEvent implements Keyword { ON_CONNECT, ON_DISCONNECT, ON_FAILURE }
