package io.nofin.scenario;

/** Writes what {@link TargetReader} reads. */
final class TargetWriter {

    private TargetWriter() {
    }

    static String written(TargetSpec target) {
        return form(target).toString();
    }

    private static LongForm form(TargetSpec target) {
        LongForm form = new LongForm();
        if (target instanceof TargetSpec.Netns netns) {
            return form.text("netns", netns.nameOrPath());
        }
        if (target instanceof TargetSpec.Pid process) {
            return form.add("pid", process.pid());
        }
        if (target instanceof TargetSpec.Docker container) {
            return form.text("docker", container.nameOrId());
        }
        if (target instanceof TargetSpec.DockerLabel labelled) {
            return form.add("docker", labelled.labels().size() == 1 ? new LongForm().text("label", labelled.label())
                : new LongForm().add("label", FlowText.list(labelled.labels())));
        }
        if (target instanceof TargetSpec.Host) {
            return form.add("host", true);
        }
        throw new IllegalArgumentException("a lab host stands under lab: target=" + target);
    }
}
