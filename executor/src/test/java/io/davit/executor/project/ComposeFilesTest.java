package io.davit.executor.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.davit.api.ProjectRequest;
import io.davit.model.canonical.CanonicalForm;
import io.davit.model.load.LoadRequest;
import io.davit.model.load.ProjectLoader;
import io.davit.problem.InvalidInput;
import io.davit.problem.InvalidProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the engine reads for a client, and what it leaves to the client.
final class ComposeFilesTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("TAG", "7");

  @TempDir Path directory;

  private ProjectRequest.Files files(String compose, String view) throws IOException {
    Files.writeString(directory.resolve("compose.yaml"), compose);
    return new ProjectRequest.Files(
        view,
        directory.toString(),
        ENVIRONMENT,
        null,
        null,
        null,
        null,
        List.of("tools"),
        null,
        null);
  }

  private ProjectRequest.Files files(String compose) throws IOException {
    return files(compose, ProjectRequest.Files.ownView());
  }

  @Test
  void theModelIsTheOneThatTheClientWouldSend() throws IOException {
    Files.writeString(directory.resolve(".env"), "LEVEL=debug\n");
    ProjectRequest.Files files =
        files(
            """
            name: shop
            services:
              web: {image: "nginx:${TAG}", environment: {LEVEL: "${LEVEL}"}, profiles: [tools]}
              off: {image: x, profiles: [other]}
            """);
    LoadRequest here = LoadRequest.in(directory, Map.of("TAG", "7", "COMPOSE_PROFILES", "tools"));
    assertThat(ComposeFiles.model(files, List.of()))
        .isEqualTo(Model.read(CanonicalForm.toJson(ProjectLoader.load(here).project())));
  }

  /// That files of other machines are refused was once said by variables, which services then had.
  @Test
  void noVariableIsAdded() throws IOException {
    ProjectRequest.Files files =
        files(
            """
            services:
              web:
                image: x
                profiles: [tools]
                environment:
                  REMOTE: "${COMPOSE_EXPERIMENTAL_GIT_REMOTE-none}"
            """);
    assertThat(ComposeFiles.model(files, List.of()).form().toString())
        .contains("\"REMOTE\":\"none\"");
  }

  @Test
  void aClientThatSeesOtherFilesReadsThemItself() throws IOException {
    ProjectRequest.Files files = files("services: {web: {image: x}}", "mnt:[1] 1 2");
    assertThatThrownBy(() -> ComposeFiles.model(files, List.of()))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("the engine sees other files than the client");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services: {web: {image: x, imag: y}}",
        "version: '3'\nservices: {web: {image: x}}",
        "services: {web: {image: x, pull_policy: weekly}}",
        "include: ['https://git.example/more.git']\nservices: {web: {image: x}}",
        "include: ['oci://registry.example/more']\nservices: {web: {image: x}}"
      })
  void whatIsToBeToldTheClientTells(String compose) throws IOException {
    ProjectRequest.Files files = files(compose);
    assertThatThrownBy(() -> ComposeFiles.model(files, List.of()))
        .isInstanceOf(InvalidProject.class);
  }

  @Test
  void aProjectWithoutServicesIsNotBroughtUp() throws IOException {
    ProjectRequest.Files files = files("services: {web: {image: x, profiles: [other]}}");
    assertThatThrownBy(() -> ComposeFiles.model(files, List.of())).isInstanceOf(InvalidInput.class);
  }
}
