package io.nofin.scenario;

import io.nofin.yaml.Keyword;

/** Who shapes the packets: the kernel's sch_netem, nofin's own queue, or whichever can do it here. */
public enum Engine implements Keyword { AUTO, NETEM, QUEUE }
