package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** Which connections a fault chooses from: those that begin while it fires, those that were there before, or both. */
public enum ConnectionState implements Keyword {
    ALL, NEW, ESTABLISHED
}
