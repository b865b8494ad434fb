package io.nofin.scenario;

/** Writes what {@link HttpReader} reads. */
final class HttpWriter {

    private HttpWriter() {
    }

    static String written(Check.Http check) {
        LongForm form = new LongForm().text("url", check.url().toString())
            .addUnless(Check.Http.DEFAULT_METHOD, "method", check.method()).listUnlessEmpty("status", check.statuses());
        check.contains().ifPresent(text -> form.text("contains", text));
        return form.orShort();
    }
}
