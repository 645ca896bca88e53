package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** The Java examples of the README, run as a reader would who pastes them into jshell. */
final class ReadmeSnippet {

  private static final Pattern JAVA_BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);

  private ReadmeSnippet() {}

  /** The Java blocks of the README in their order. */
  static List<String> all() throws IOException {
    return JAVA_BLOCK
        .matcher(Files.readString(Path.of("..", "README.md")))
        .results()
        .map((MatchResult block) -> block.group(1))
        .toList();
  }

  /** A shell in this JVM with this test's class path. */
  static JShell shell() {
    JShell shell = JShell.builder().executionEngine("local").build();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      shell.addToClasspath(entry);
    }
    return shell;
  }

  /** Runs code; whatever does not compile or throws fails the test. */
  static void run(JShell shell, String code) {
    String rest = code;
    while (!rest.isBlank()) {
      CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      for (SnippetEvent event : shell.eval(next.source())) {
        assertEquals(
            Snippet.Status.VALID,
            event.status(),
            () -> event.snippet().source() + shell.diagnostics(event.snippet()).toList());
        assertEquals(null, event.exception(), () -> event.snippet().source());
      }
      rest = next.remaining();
    }
  }

  /** What a variable holds, as jshell shows it. */
  static String value(JShell shell, String variable) {
    return shell
        .variables()
        .filter(v -> v.name().equals(variable))
        .map(shell::varValue)
        .findFirst()
        .orElseThrow();
  }

  /** The number that a variable holds. */
  static double number(JShell shell, String variable) {
    return Double.parseDouble(value(shell, variable));
  }
}
