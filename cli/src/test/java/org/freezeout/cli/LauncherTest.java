package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script, in a small tree of its own with a Maven and a Java that only write down how
 * they were called.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final String JAVA =
      """
      #!/bin/sh
      if [ "$1" = -version ]; then echo "openjdk version \\"${FAKE_VERSION:-17.0.1}\\"" >&2; exit 0; fi
      echo "threads $OMP_NUM_THREADS $OMP_WAIT_POLICY"
      echo "kernels $CUDA_MODULE_LOADING $CUDA_CACHE_MAXSIZE $CUDA_CACHE_PATH"
      for argument in "$@"; do echo "[$argument]"; done
      exit 7
      """;
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "$@" >> "$BUILDS"
      target=$(dirname "$4")/cli/target
      mkdir -p "$target/lib"
      echo half > "$target/freezeout.jar"
      if [ -n "$FAKE_FAILURE" ]; then exit 1; fi
      """;

  @TempDir private Path temporary;
  private Path home;
  private Path source;
  private Path launcher;
  private Path builds;
  private Path jdk;

  @BeforeEach
  void tree() throws IOException {
    home = Files.createDirectories(temporary.resolve("a tree [1]"));
    launcher = home.resolve("freezeout");
    Files.copy(Path.of("..", "freezeout"), launcher);
    launcher.toFile().setExecutable(true);
    source = home.resolve("cli/src/main/java/Main.java");
    Files.createDirectories(source.getParent());
    Files.writeString(source, "");
    Files.writeString(home.resolve("pom.xml"), "");
    builds = temporary.resolve("builds");
    jdk = temporary.resolve("jdk");
    program(jdk.resolve("bin/java"), JAVA);
    program(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    program(temporary.resolve("maven/mvn"), MAVEN);
    makeOld();
  }

  @Test
  void buildsOnceAndPassesArgumentsAndExitCodeOn() throws Exception {
    Result first = run(launcher, Map.of(), "predict", "--arch", "a b");
    assertEquals(7, first.exitCode());
    assertTrue(first.err().contains("freezeout: building; the first time"), first.err());
    assertTrue(first.out().endsWith("[predict]\n[--arch]\n[a b]\n"), first.out());
    assertEquals(1, builds());
    Result second = run(launcher, Map.of());
    assertEquals("", second.err());
    assertEquals(1, builds());
  }

  @Test
  void buildsAgainWhenASourceChanges() throws Exception {
    run(launcher, Map.of());
    touchLater(source);
    assertTrue(run(launcher, Map.of()).err().contains("the sources have changed"));
    assertEquals(2, builds());
    touchLater(home.resolve("pom.xml"));
    run(launcher, Map.of());
    assertEquals(3, builds());
  }

  @Test
  void buildsAgainWhenASourceIsDeleted() throws Exception {
    run(launcher, Map.of());
    Files.delete(source);
    touchLater(source.getParent());
    run(launcher, Map.of());
    assertEquals(2, builds());
  }

  @Test
  void doesNotBuildForTestsAndResults() throws Exception {
    run(launcher, Map.of());
    for (String file :
        List.of("cli/src/test/java/MainTest.java", "runs/x/src/main/y", "README.md", ".git/x")) {
      Path path = home.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "");
      touchLater(path);
    }
    run(launcher, Map.of());
    assertEquals(1, builds());
  }

  @Test
  void buildsAgainAfterABuildThatFailed() throws Exception {
    Result failed = run(launcher, Map.of("FAKE_FAILURE", "yes"));
    assertEquals(1, failed.exitCode());
    assertEquals("", failed.out());
    assertTrue(failed.err().endsWith("freezeout: the build failed, see above\n"), failed.err());
    assertEquals(7, run(launcher, Map.of()).exitCode());
    assertEquals(2, builds());
  }

  @Test
  void runsThroughALink() throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("bin"));
    Path link = Files.createSymbolicLink(folder.resolve("one"), launcher);
    Path relative = Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
    assertEquals(7, run(link, Map.of()).exitCode());
    assertEquals(7, run(relative, Map.of("CDPATH", temporary.toString())).exitCode());
    assertEquals(1, builds());
  }

  @Test
  void setsTheThreads() throws Exception {
    assertTrue(
        run(launcher, Map.of(), "x", "--threads", "3").out().startsWith("threads 3 PASSIVE"));
    assertTrue(run(launcher, Map.of(), "--threads=4").out().startsWith("threads 4 PASSIVE"));
    assertTrue(
        run(launcher, Map.of("OMP_NUM_THREADS", "5", "OMP_WAIT_POLICY", "ACTIVE"))
            .out()
            .startsWith("threads 5 ACTIVE"));
    assertTrue(run(launcher, Map.of("OMP_NUM_THREADS", "08,2")).out().startsWith("threads 8 "));
    Path setup = Files.createDirectories(temporary.resolve("stopped")).resolve("setup.json");
    Files.writeString(setup, "{\n  \"format\" : 1,\n  \"threads\" : 6,\n  \"costs\" : [ ]\n}\n");
    assertTrue(
        run(launcher, Map.of("OMP_NUM_THREADS", "5"), "resume", setup.getParent().toString())
            .out()
            .startsWith("threads 6 "));
    assertTrue(run(launcher, Map.of(), "--threads", "x").out().matches("(?s)threads \\d+ .*"));
  }

  @Test
  void keepsCompiledKernels() throws Exception {
    String kernels = "\nkernels LAZY 4294967296 ";
    assertTrue(
        run(launcher, Map.of("HOME", "/home/me"))
            .out()
            .contains(kernels + "/home/me/.cache/freezeout/cuda-kernels\n"));
    assertTrue(
        run(launcher, Map.of("XDG_CACHE_HOME", "/var/cache/me"))
            .out()
            .contains(kernels + "/var/cache/me/freezeout/cuda-kernels\n"));
    assertTrue(
        run(
                launcher,
                Map.of(
                    "CUDA_MODULE_LOADING",
                    "EAGER",
                    "CUDA_CACHE_MAXSIZE",
                    "1",
                    "CUDA_CACHE_PATH",
                    "/kernels"))
            .out()
            .contains("\nkernels EAGER 1 /kernels\n"));
  }

  @Test
  void allowsNativeAccessWhereTheJvmAsksForIt() throws Exception {
    String flag = "[--enable-native-access=ALL-UNNAMED]";
    assertFalse(run(launcher, Map.of()).out().contains(flag));
    assertTrue(run(launcher, Map.of("FAKE_VERSION", "25")).out().contains(flag));
  }

  @Test
  void namesWhatIsMissing() throws Exception {
    assertOneLine("Java 17 or newer is needed, ", run(launcher, Map.of("FAKE_VERSION", "11.0.2")));
    assertOneLine("no Java in JAVA_HOME, /nowhere", run(launcher, Map.of("JAVA_HOME", "/nowhere")));
    assertOneLine(
        "Maven is needed to build", run(launcher, Map.of("PATH", withoutMaven().toString())));
    Files.delete(jdk.resolve("bin/javac"));
    assertOneLine("a JDK is needed to build", run(launcher, Map.of()));
    assertFalse(Files.exists(builds));
  }

  /** The tools that the script uses, without Maven whether or not the machine has one. */
  private Path withoutMaven() throws IOException {
    Path tools = Files.createDirectories(temporary.resolve("tools"));
    for (String tool :
        List.of("bash", "sed", "head", "dirname", "mkdir", "readlink", "find", "flock", "env")) {
      for (String folder : System.getenv("PATH").split(":")) {
        Path program = Path.of(folder, tool);
        if (Files.isExecutable(program) && !Files.exists(tools.resolve(tool))) {
          program(tools.resolve(tool), "#!/bin/sh\nexec " + program + " \"$@\"\n");
        }
      }
    }
    return tools;
  }

  private static void assertOneLine(String start, Result result) {
    assertEquals(2, result.exitCode());
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(result.err().startsWith("freezeout: " + start), result.err());
  }

  private long builds() throws IOException {
    try (var lines = Files.lines(builds)) {
      return lines.count();
    }
  }

  /** As after a checkout an hour ago, so that builds are newer whatever the clock's resolution. */
  private void makeOld() throws IOException {
    try (var files = Files.walk(home)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
      }
    }
  }

  private static void touchLater(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(60)));
  }

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Result run(Path program, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Path out = temporary.resolve("out");
    Path err = temporary.resolve("err");
    var builder =
        new ProcessBuilder(command)
            .directory(temporary.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    Map<String, String> variables = builder.environment();
    variables
        .keySet()
        .removeAll(List.of("OMP_NUM_THREADS", "OMP_WAIT_POLICY", "MAVEN_OPTS", "XDG_CACHE_HOME"));
    variables.keySet().removeIf(name -> name.startsWith("CUDA_"));
    variables.put("JAVA_HOME", jdk.toString());
    variables.put("BUILDS", builds.toString());
    variables.put("PATH", temporary.resolve("maven") + ":" + System.getenv("PATH"));
    variables.putAll(environment);
    int exitCode = builder.start().waitFor();
    return new Result(exitCode, Files.readString(out), Files.readString(err));
  }

  private record Result(int exitCode, String out, String err) {}
}
