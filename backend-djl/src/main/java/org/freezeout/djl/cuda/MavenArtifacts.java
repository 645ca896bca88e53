package org.freezeout.djl.cuda;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Gets artifacts by calling Maven, which keeps to the user's settings, mirrors and repository, and
 * goes on with downloads where its version can. It resolves a project that has nothing but these
 * dependencies and writes down where their files are.
 */
public final class MavenArtifacts implements ArtifactSource {

  private static final String GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

  private final List<String> command;
  private final Path repository;
  private final Consumer<String> transfers;
  private final Consumer<String> steps;

  /**
   * Uses a certain Maven.
   *
   * @param command the program with its first arguments
   * @param repository where it keeps artifacts, as far as is known without asking it
   * @param transfers told of downloads, in words that replace those before
   * @param steps told of what begins
   */
  MavenArtifacts(
      List<String> command, Path repository, Consumer<String> transfers, Consumer<String> steps) {
    this.command = List.copyOf(command);
    this.repository = repository;
    this.transfers = transfers;
    this.steps = steps;
  }

  /**
   * Uses the Maven on the path.
   *
   * @param transfers told of downloads, in words that replace those before
   * @param steps told of what begins
   * @throws IllegalArgumentException if there is none
   */
  public static MavenArtifacts onPath(Consumer<String> transfers, Consumer<String> steps) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    String program =
        Arrays.stream(path.split(File.pathSeparator))
            .map(folder -> Path.of(folder, "mvn"))
            .filter(Files::isExecutable)
            .map(Path::toString)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Maven is needed to fetch the libraries: install Maven 3.8 or newer"
                            + " (mvn)"));
    return new MavenArtifacts(
        List.of(program),
        Path.of(System.getProperty("user.home"), ".m2", "repository"),
        transfers,
        steps);
  }

  /** What is not in the repository in its usual place; Maven's settings may name another one. */
  @Override
  public Download download(List<String> artifacts) {
    boolean there =
        artifacts.stream()
            .map(artifact -> artifact.split(":"))
            .allMatch(
                a ->
                    Files.exists(
                        repository
                            .resolve(a[0].replace('.', File.separatorChar))
                            .resolve(a[1])
                            .resolve(a[2])
                            .resolve(file(a))));
    return new Download(there ? 0 : CudaLibrary.DOWNLOAD, repository);
  }

  @Override
  public Map<String, Path> fetch(List<String> artifacts) throws IOException {
    long bytes = download(artifacts).bytes();
    steps.accept(
        bytes == 0
            ? "asking Maven for the libraries"
            : "downloading " + DiskSpace.text(bytes) + " of libraries with Maven");
    Path folder = Files.createTempDirectory("freezeout-maven");
    Path project = folder.resolve("pom.xml");
    Path found = folder.resolve("files");
    try {
      Files.writeString(project, project(artifacts));
      List<String> arguments = new ArrayList<>(command);
      arguments.addAll(
          List.of(
              "--file", project.toString(), "-Dstyle.color=never", "-Dmdep.outputFile=" + found));
      arguments.add(GOAL);
      run(arguments);
      return files(artifacts, Files.readString(found).strip());
    } finally {
      Files.deleteIfExists(found);
      Files.deleteIfExists(project);
      Files.delete(folder);
    }
  }

  private void run(List<String> arguments) throws IOException {
    Process maven =
        new ProcessBuilder(arguments)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    String error = "";
    try (var lines =
        new BufferedReader(
            new InputStreamReader(maven.getInputStream(), Charset.defaultCharset()))) {
      // Carriage returns, with which Maven rewrites its progress, end lines too.
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = line.strip();
        if (text.startsWith("Progress ")) {
          transfers.accept(text.replaceFirst("Progress \\(\\d+\\): ", ""));
        } else if (error.isEmpty() && text.startsWith("[ERROR]")) {
          error = text.substring("[ERROR]".length()).strip();
        }
      }
      int exitCode = maven.waitFor();
      if (exitCode != 0) {
        throw new IOException(
            "Maven could not fetch the libraries: "
                + (error.isEmpty() ? "exit code " + exitCode : error));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      maven.destroy();
    }
  }

  /** Where the artifacts are, by a class path that lists them. */
  private static Map<String, Path> files(List<String> artifacts, String classPath)
      throws IOException {
    List<Path> paths = Stream.of(classPath.split(File.pathSeparator)).map(Path::of).toList();
    Map<String, Path> files = new LinkedHashMap<>();
    for (String artifact : artifacts) {
      String name = file(artifact.split(":"));
      files.put(
          artifact,
          paths.stream()
              .filter(path -> path.endsWith(name))
              .findFirst()
              .orElseThrow(() -> new IOException("Maven did not say where " + name + " is")));
    }
    return files;
  }

  private static String file(String[] artifact) {
    return artifact[1] + "-" + artifact[2] + "-" + artifact[3] + ".jar";
  }

  private static String project(List<String> artifacts) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>org.freezeout</groupId>
          <artifactId>cuda-libraries</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <dependencies>
        """);
    for (String artifact : artifacts) {
      String[] a = artifact.split(":");
      text.append(
          """
              <dependency>
                <groupId>%s</groupId>
                <artifactId>%s</artifactId>
                <version>%s</version>
                <classifier>%s</classifier>
                <exclusions>
                  <exclusion>
                    <groupId>*</groupId>
                    <artifactId>*</artifactId>
                  </exclusion>
                </exclusions>
              </dependency>
          """
              .formatted(a[0], a[1], a[2], a[3]));
    }
    return text.append("  </dependencies>\n</project>\n").toString();
  }
}
