package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** When a probe calls back: once each time it comes into a state. */
public enum ProbeEvent implements Keyword { ON_CONNECT, ON_DISCONNECT, ON_FAILURE }
