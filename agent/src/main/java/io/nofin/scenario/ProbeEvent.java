package io.nofin.scenario;

/** When a probe calls back: once each time it comes into a state. */
public enum ProbeEvent implements Keyword { ON_CONNECT, ON_DISCONNECT, ON_FAILURE }
