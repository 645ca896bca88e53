package org.freezeout.djl.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a script in Maven's place. */
@DisabledOnOs(OS.WINDOWS)
class MavenArtifactsTest {

  private static final String ARTIFACT = "org.some:thing:1.2:linux-x86_64";

  @TempDir private Path folder;
  private final List<String> transfers = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();

  @Test
  void asksForTheArtifactsAloneAndReadsWhereTheyAre() throws IOException {
    MavenArtifacts maven =
        maven(
            """
            cp "$2" %1$s/project
            printf 'Progress (1): 3/2090 MB\\rProgress (1): 9/2090 MB\\r[INFO] done\\n'
            for argument in "$@"; do
              case $argument in
                -Dmdep.outputFile=*)
                  echo /r/org/some/thing-extra-1.2-linux-x86_64.jar:/r/thing-1.2-linux-x86_64.jar \\
                    > "${argument#*=}" ;;
              esac
            done
            """);
    assertEquals(
        Map.of(ARTIFACT, Path.of("/r/thing-1.2-linux-x86_64.jar")), maven.fetch(List.of(ARTIFACT)));
    assertEquals(List.of("3/2090 MB", "9/2090 MB"), transfers);
    assertEquals(List.of("downloading 2.4 GB of libraries with Maven"), steps);
    String project = Files.readString(folder.resolve("project")).replaceAll("\\s+", "");
    assertEquals(
        "<dependencies><dependency><groupId>org.some</groupId><artifactId>thing</artifactId>"
            + "<version>1.2</version><classifier>linux-x86_64</classifier><exclusions><exclusion>"
            + "<groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>"
            + "</dependencies></project>",
        project.substring(project.indexOf("<dependencies>")));
  }

  @Test
  void tellsTheFirstErrorOfMaven() throws IOException {
    MavenArtifacts maven =
        maven("echo '[INFO] x'; echo '[ERROR] no such host'; echo '[ERROR] help'; exit 1");
    assertEquals(
        "Maven could not fetch the libraries: no such host",
        assertThrows(IOException.class, () -> maven.fetch(List.of(ARTIFACT))).getMessage());
    assertEquals(
        "Maven could not fetch the libraries: exit code 3",
        assertThrows(IOException.class, () -> maven("exit 3").fetch(List.of(ARTIFACT)))
            .getMessage());
  }

  @Test
  void knowsWhatIsInItsRepository() throws IOException {
    MavenArtifacts maven = maven("");
    assertEquals(
        new ArtifactSource.Download(CudaLibrary.DOWNLOAD, folder.resolve("repository")),
        maven.download(List.of(ARTIFACT)));
    Path file = folder.resolve("repository/org/some/thing/1.2/thing-1.2-linux-x86_64.jar");
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertEquals(0, maven.download(List.of(ARTIFACT)).bytes());
  }

  private MavenArtifacts maven(String script) throws IOException {
    Path program = folder.resolve("mvn");
    Files.writeString(program, "#!/bin/sh\n" + script.formatted(folder));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return new MavenArtifacts(
        List.of(program.toString()), folder.resolve("repository"), transfers::add, steps::add);
  }
}
