package io.nofin.scenario;

import io.nofin.yaml.ExpectedForm;
import io.nofin.yaml.Node;
import io.nofin.yaml.Value;
import java.util.List;
import java.util.Optional;

/** Reads Docker containers as targets: by name or id, by labels, or as a service of Docker Compose. */
final class DockerReader {

    static final String SCHEMA = """
        {
          "description": "A running container by name or id, or all with some labels.",
          "oneOf": [
            { "type": ["string", "integer"], "pattern": "^/?[A-Za-z0-9][A-Za-z0-9_.-]{0,254}$" },
            {
              "description": "Every running container with all of these labels.",
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "label": {
                  "description": "key or key=value; of a list, all.",
                  "oneOf": [
                    { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_./-]{0,254}(=[^\\\\u0000-\\\\u001f\\\\u007f]{0,1000})?$" },
                    {
                      "type": "array",
                      "minItems": 1,
                      "items": { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_./-]{0,254}(=[^\\\\u0000-\\\\u001f\\\\u007f]{0,1000})?$" }
                    }
                  ]
                }
              },
              "required": ["label"]
            }
          ]
        }""";

    static final String SERVICE_SCHEMA = """
        {
          "description": "The running containers of a service of Docker Compose: project/service, or the service of any project.",
          "oneOf": [
            { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,127})?$" },
            {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "project": { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$" },
                "service": { "type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$" }
              },
              "required": ["project", "service"]
            }
          ]
        }""";

    private static final String BY_LABEL = "label=";
    private static final ExpectedForm TARGET = new ExpectedForm("a target", "{ docker: app }");
    private static final ExpectedForm LABEL = new ExpectedForm("a label", "label: role=app");
    private static final ExpectedForm SERVICE = new ExpectedForm("a service of Docker Compose", "compose: shop/api");

    private DockerReader() {
    }

    /** Reads {@code NAME}, {@code label=K=V} or {@code label=K=V,label=K=V}. */
    static TargetSpec notation(String text) {
        return text.startsWith(BY_LABEL) ? new TargetSpec.DockerLabel(text.substring(BY_LABEL.length())) : new TargetSpec.Docker(text);
    }

    static Optional<? extends TargetSpec> read(Value value) {
        if (value.node() instanceof Node.Mapping) {
            return value.fields(TARGET, List.of("label")).flatMap(fields -> fields.require("label", "label: role=app"))
                .flatMap(DockerReader::labels);
        }
        return value.parse(new ExpectedForm("a container or { label: ... }", "docker: app"), TargetSpec.Docker::new);
    }

    static Optional<? extends TargetSpec> service(Value value) {
        if (value.node() instanceof Node.Mapping) {
            return value.fields(TARGET, List.of("project", "service")).flatMap(fields -> fields.require("project", "project: shop")
                .flatMap(project -> project.text(SERVICE)).flatMap(project -> fields.require("service", "service: api").flatMap(
                    service -> service.parse(SERVICE, text -> TargetSpec.DockerLabel.compose(project + "/" + text)))));
        }
        return value.parse(SERVICE, TargetSpec.DockerLabel::compose);
    }

    private static Optional<TargetSpec> labels(Value value) {
        List<Optional<String>> labels = value.oneOrMore(LABEL).stream()
            .map(item -> item.parse(LABEL, text -> new TargetSpec.DockerLabel(List.of(text)).label())).toList();
        return !labels.isEmpty() && labels.stream().allMatch(Optional::isPresent)
            ? value.attempt(() -> new TargetSpec.DockerLabel(labels.stream().map(Optional::get).toList())) : Optional.empty();
    }
}
