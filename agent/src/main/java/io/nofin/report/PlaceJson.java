package io.nofin.report;

import io.nofin.api.JsonFields;
import io.nofin.plan.HostPlan;
import io.nofin.run.Environment;
import io.nofin.unit.IpFamily;
import java.util.Map;

/** The place of a run, as data. */
final class PlaceJson {

    private PlaceJson() {
    }

    static Map<String, Object> of(Environment environment) {
        return JsonFields.of(
            "nofin", environment.nofin(),
            "host", environment.host(),
            "kernel", environment.kernel(),
            "architecture", environment.architecture(),
            "processors", environment.processors(),
            "java", environment.java());
    }

    /** Returns a host that had rules. */
    static Map<String, Object> of(HostPlan host) {
        return JsonFields.of(
            "host", host.host().label(),
            "origin", host.host().origin(),
            "addresses", host.host().addresses().stream().map(Object::toString).toList(),
            "iptables", host.facts().ipv4().program(IpFamily.IPV4),
            "ip6tables", host.facts().ipv6().map(backEnd -> backEnd.program(IpFamily.IPV6)).orElse("none"),
            "void-queue", host.facts().voidQueue(),
            "shaping", host.shaping().explanation());
    }
}
