package io.nofin.scenario;

import io.nofin.yaml.FlowMapping;

/** Writes what {@link HttpReader} reads. */
final class HttpWriter {

    private HttpWriter() {
    }

    static String written(ProbeKind.Http check) {
        FlowMapping form = new FlowMapping().text("url", check.url().toString())
            .addUnless(ProbeKind.Http.DEFAULT_METHOD, "method", check.method()).listUnlessEmpty("status", check.statuses());
        check.contains().ifPresent(text -> form.text("contains", text));
        return form.orShort();
    }
}
