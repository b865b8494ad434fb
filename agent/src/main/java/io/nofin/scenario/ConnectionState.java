package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The connections that a fault chooses from: those that begin while it fires, those that existed before, or both. */
public enum ConnectionState implements Keyword {
    ALL, NEW, ESTABLISHED
}
