package io.nofin.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Arms and disarms one namespace, 200 and 1000, next to iptables-restore with the same rules, which it does in turn:
 * {@code ArmBench [--quick]}.
 */
public final class ArmBench {

    private static final int NAMESPACES = 200;
    private static final int MANY_NAMESPACES = 1_000;

    private final boolean quick;
    private final Table table = new Table("what", "nofin", "iptables-restore", "ratio", "to reach");

    private ArmBench(boolean quick) {
        this.quick = quick;
    }

    public static void main(String[] arguments) throws Exception {
        new ArmBench(List.of(arguments).contains("--quick")).run();
    }

    private void run() throws Exception {
        System.out.println("Arm and disarm, both families; medians. nofin: sets, rules, journal and guard, read back, first heal. iptables-restore and"
            + " ip6tables-restore: the rules only; for several namespaces by xargs -P2 nsenter, measured on "
            + NAMESPACES + " and scaled.");
        Map<String, Double> one = FreshJvm.run(ArmRun.class, "1", quick ? "100" : "1000", quick ? "11" : "31", "1");
        row("arm one, warm", one, "arm", "restore", 1);
        row("disarm one, warm", one, "disarm", "unrestore", 1);
        warm(NAMESPACES, 60, quick ? "3" : "8", quick ? "2" : "5");
        warm(MANY_NAMESPACES, 300, quick ? "2" : "4", quick ? "1" : "3");
        cold();
        table.print();
    }

    private void warm(int namespaces, double goalMillis, String warming, String rounds) throws Exception {
        Map<String, Double> figures = FreshJvm.run(ArmRun.class, Integer.toString(namespaces), warming, rounds, Integer.toString(NAMESPACES));
        row("arm " + namespaces + ", warm", figures, "arm", "restore", goalMillis);
        row("disarm " + namespaces + ", warm", figures, "disarm", "unrestore", goalMillis);
    }

    /** Arms and disarms in JVMs that have done nothing before, as a command's is. */
    private void cold() throws Exception {
        Sample arm = new Sample();
        Sample disarm = new Sample();
        Sample install = new Sample();
        Sample remove = new Sample();
        try (Targets targets = Targets.create(NAMESPACES); Restores restores = Restores.of(targets)) {
            for (int round = 0; round < (quick ? 2 : 5); round++) {
                Map<String, Double> figures = FreshJvm.run(FireRun.class, Integer.toString(NAMESPACES), "1");
                arm.add(figures.get("arm.total"));
                disarm.add(figures.get("disarm.total"));
                install.add(restores.install());
                remove.add(restores.remove());
            }
        }
        row("arm " + NAMESPACES + ", cold JVM", arm.median(), install.median(), Double.POSITIVE_INFINITY);
        row("disarm " + NAMESPACES + ", cold JVM", disarm.median(), remove.median(), Double.POSITIVE_INFINITY);
    }

    private void row(String what, Map<String, Double> figures, String nofin, String peer, double goalMillis) {
        row(what, figures.get(nofin), figures.get(peer), goalMillis);
    }

    /** @param goalMillis infinite where only the ratio counts */
    private void row(String what, double nofin, double peer, double goalMillis) {
        double times = peer / nofin;
        String ratio = Table.atLeast(10, times, " times");
        table.row(what, Sample.inMillis(nofin), Sample.inMillis(peer), String.format(Locale.ROOT, "%.1f times quicker", times),
            Double.isInfinite(goalMillis) ? ratio : Table.atMost(goalMillis, nofin, " ms") + "; " + ratio);
    }
}
