package io.nofin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The resources that a process takes, from proc(5). */
record Resources(long pid) {

    private static final double TICKS_PER_SECOND = 100;     // USER_HZ, the same on all of Linux
    private static final int UTIME = 11;                    // behind the command's closing bracket, from 0
    private static final int STIME = 12;
    private static final int CUTIME = 13;
    private static final int CSTIME = 14;

    static Resources of(Process process) {
        return new Resources(process.pid());
    }

    double residentMegabytes() throws IOException {
        return Files.readAllLines(file("status")).stream().filter(line -> line.startsWith("VmRSS:"))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", ""))).findFirst().orElseThrow() / 1_024;
    }

    /** Returns the seconds of a processor's time that the process has taken until now. */
    double cpuSeconds() throws IOException {
        return seconds(UTIME, STIME);
    }

    /** Returns the seconds of a processor's time that the children of this process, and theirs, had taken when they ended. */
    static double childrenCpuSeconds() throws IOException {
        return new Resources(ProcessHandle.current().pid()).seconds(CUTIME, CSTIME);
    }

    private double seconds(int user, int system) throws IOException {
        String stat = Files.readString(file("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[user]) + Long.parseLong(fields[system])) / TICKS_PER_SECOND;
    }

    long threads() throws IOException {
        return entries("task");
    }

    /** Returns the number of open file descriptors. */
    long descriptors() throws IOException {
        return entries("fd");
    }

    private long entries(String name) throws IOException {
        try (Stream<Path> entries = Files.list(file(name))) {
            return entries.count();
        }
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
