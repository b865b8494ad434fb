package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** The engine that shapes packets: the kernel's sch_netem, nofin's own queue, or whichever can do it on this host. */
public enum Engine implements Keyword { AUTO, NETEM, QUEUE }
