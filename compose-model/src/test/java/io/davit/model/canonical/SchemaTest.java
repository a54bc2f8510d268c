package io.davit.model.canonical;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.davit.model.report.Problems;
import io.davit.model.schema.ProjectShape;
import io.davit.model.yaml.Node;
import io.davit.model.yaml.Node.Mapping;
import io.davit.model.yaml.SourceText;
import io.davit.model.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema for editors, judged by a validator of JSON Schema.
class SchemaTest {
  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(ProjectShape.schema().toString(), InputFormat.JSON);

  /// Every compose file of a case that is valid.
  static List<Path> validFiles() throws IOException {
    try (Stream<Path> models =
        Files.find(RESOURCES, 4, (p, _) -> p.endsWith("expected.model.yaml"))) {
      return models.map(Path::getParent).flatMap(SchemaTest::composeFiles).sorted().toList();
    }
  }

  private static Stream<Path> composeFiles(Path directory) {
    return Stream.of("compose.yaml", "compose.yml", "compose.override.yaml", "docker-compose.yml")
        .map(directory::resolve)
        .filter(Files::isRegularFile);
  }

  private static List<Error> findings(String yaml) {
    Problems problems = new Problems();
    List<Node> roots = YamlReader.read(new SourceText("compose.yaml", yaml), problems);
    problems.throwIfErrors();
    List<Error> findings = new ArrayList<>();
    for (Node root : roots) {
      String json = ConfigForm.unexpandedJson((Mapping) root).toString();
      findings.addAll(SCHEMA.validate(json, InputFormat.JSON));
    }
    return findings;
  }

  @ParameterizedTest
  @MethodSource("validFiles")
  void whatIsValidPasses(Path file) throws IOException {
    assertThat(findings(Files.readString(file))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services: [web]",
        "services: {web: {imagee: nginx}}",
        "services: {web: {ports: 80}}",
        "services: {web: {environment: 5}}",
        "services: {web: {depends_on: {db: {condition: healthy}}}}",
        "services: {web: {healthcheck: {tests: x}}}",
        "services: {web: {deploy: {replicas: [1]}}}",
        "services: {web: {ports: [{published: 80}]}}",
        "services: {web: {volumes: [{target: /data}]}}",
        "services: {web: {env_file: [{required: false}]}}",
        "networks: {back: {subnet: 10.0.0.0/8}}",
        "volume: {data: {}}"
      })
  void whatIsObviouslyWrongDoesNot(String yaml) {
    assertThat(findings(yaml)).isNotEmpty();
  }

  @Test
  void whatIsNotHonouredSaysSo() {
    assertThat(ProjectShape.schema().toString()).contains("\"description\":\"not supported yet: ");
  }
}
