package org.freezeout.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged program, as processes of its own that work in one folder. */
final class Program {

  private static final Path JAR =
      Path.of("..", "cli", "target", "freezeout.jar").toAbsolutePath().normalize();

  private static final int MOST_MINUTES = 10;

  /** A parent may have had Ctrl-C ignored; then it is ignored by children, unless told. */
  private static final List<String> HEEDING_SIGNALS = heedingSignals();

  /**
   * How a process ended.
   *
   * @param exitCode 128 + the signal's number if it was killed
   */
  record Ended(int exitCode, String out, String err) {}

  private final Path folder;
  private final List<String> wrapper;

  private Program(Path folder, List<String> wrapper) {
    this.folder = folder;
    this.wrapper = wrapper;
  }

  static Program in(Path folder) {
    return new Program(folder, HEEDING_SIGNALS);
  }

  /** The same, started by another command that is given the program's as its last arguments. */
  Program within(String... wrapper) {
    return new Program(folder, List.of(wrapper));
  }

  /** Runs it to its end. */
  Ended run(List<String> arguments) throws IOException, InterruptedException {
    Path out = Files.createTempFile("freezeout", ".out");
    Path err = Files.createTempFile("freezeout", ".err");
    try {
      Process process = start(arguments, out, err);
      if (!process.waitFor(MOST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("it does not end: " + arguments);
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /**
   * Starts it.
   *
   * @param out takes what it prints
   * @param err takes what it says
   */
  Process start(List<String> arguments, Path out, Path err) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-jar");
    command.add(JAR.toString());
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(Map.of("OMP_NUM_THREADS", "2", "OMP_WAIT_POLICY", "PASSIVE"));
    return builder.start();
  }

  /** Sends a signal, by its name or number. */
  static void signal(String name, Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** Whether a command succeeds here. */
  static boolean can(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> heedingSignals() {
    return can("env", "--default-signal=INT", "true")
        ? List.of("env", "--default-signal=INT")
        : List.of();
  }
}
