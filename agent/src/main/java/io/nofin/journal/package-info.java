/**
 * The record of a run, by which anybody can undo the run when it no longer can itself: one file for each run in {@code /run/nofin},
 * and a guard that reads it. The entry points are {@link io.nofin.journal.Journal}, which a run writes, and
 * {@link io.nofin.journal.JournalFile}, which reads what others wrote.
 *
 * <pre>
 *   nofin-journal 1                                  the version of the format
 *   boot 2f1c8a5e-...                                another boot leaves nothing to undo in the kernel
 *   run k3f9q2                                       the same as in the names of chains and sets
 *   agent 4711 88123                                 its process, and the start of that in clock ticks since boot
 *   owner dev                                        the person who asked for it and, below, each fault's effect
 *   fault cut drop:\0040silent\0040to\0040docker:redis
 *   namespace 1 4:4026532452 /run/netns/app          device and inode, and the path it was found by
 *   target 1 docker:app                              its name for people
 *   undo 1 set nofin-k3f9q2-1-4                      a thing to remove, written before it is put in
 *   undo 1 rules iptables-nft
 *   undo 1 qdisc eth0
 *   undo 1 table iptables-nft mangle                 a table that was not there before, and may go when it is empty
 *   undo 1 chain iptables-nft filter INPUT           the same for a chain, in a table that was there
 *   until 7200000 cut                                the end of a fault longer than its lease: milliseconds since boot
 * </pre>
 *
 * A line counts when its end has been written; the file is on disk before the kernel is asked for anything. Unusual characters of a
 * name are written as {@code \0ooo}, so that a shell can take a line apart at its blanks.
 *
 * <p>Whoever holds the file's {@linkplain io.nofin.linux.FileLock lock} owns the run: the agent and the programs it started, all of
 * which have to end before the kernel releases it; after them whoever undoes the run. The guard is flock(1), waiting for that lock in
 * a session of its own, and then the script {@code native-scripts/heal}. The kernel closes all files of a process that ends, for
 * whatever reason, after its last thread has left the kernel: so the guard starts neither too early nor never, without polling,
 * without process numbers that might be somebody else's by then, and also waits for an iptables-restore that outlives the agent,
 * which a pidfd of the agent would not show. An agent has {@linkplain io.nofin.journal.GuardReserve one more guard} running, which is told a journal
 * when a run begins.
 */
package io.nofin.journal;
