package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.IntSupplier;
import java.util.stream.Stream;
import org.freezeout.experiment.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

  static Stream<Arguments> exceptions() {
    return Stream.of(
        Arguments.of(new IllegalArgumentException("t0 is bad"), 2, "t0 is bad"),
        Arguments.of(new IllegalArgumentException("a\n  b\r\n"), 2, "a; b"),
        Arguments.of(new IllegalArgumentException("a\u001b[2Jb\u009bc\u202ed"), 2, "a?[2Jb?c?d"),
        Arguments.of(new IllegalArgumentException("x".repeat(2000)), 2, "x".repeat(1000) + "..."),
        Arguments.of(new NoSuchFileException("x.json"), 2, "no such file: x.json"),
        Arguments.of(new AccessDeniedException("/etc/x"), 2, "access denied: /etc/x"),
        Arguments.of(new UncheckedIOException(new NoSuchFileException("x")), 2, "no such file: x"),
        Arguments.of(new FileSystemException("x", null, "Is a directory"), 2, "x: Is a directory"),
        Arguments.of(
            new FileSystemException("x", null, "No space left on device"),
            1,
            "x: No space left on device"),
        Arguments.of(new IOException("No space left on device"), 1, "No space left on device"),
        Arguments.of(new IOException(), 1, "java.io.IOException"),
        Arguments.of(
            new RunFailedException("the run failed: disk", null), 1, "the run failed: disk"),
        Arguments.of(
            new OutOfMemoryException("out of memory on gpu0", null), 1, "out of memory on gpu0"),
        Arguments.of(
            new IllegalStateException("a bug"),
            1,
            "failed: java.lang.IllegalStateException: a bug"));
  }

  @ParameterizedTest
  @MethodSource("exceptions")
  void endWithOneLine(Exception exception, int exitCode, String line) {
    assertEquals(
        "freezeout: " + line + "\n" + exitCode,
        printed(() -> Failures.failed(exception, null, null)));
  }

  static Stream<Error> errors() {
    return Stream.of(
        new OutOfMemoryError("Java heap space"),
        new StackOverflowError(),
        new UnsatisfiedLinkError("libmxnet.so: cannot open\n shared object file"),
        new NoClassDefFoundError("ai/djl/Engine"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void ofTheJvmEndWithOneLineToo(Error error) {
    String printed = printed(() -> Failures.failed(error));
    assertTrue(printed.startsWith("freezeout: "), printed);
    assertTrue(printed.endsWith("\n1"), printed);
    assertEquals(2, printed.lines().count(), printed);
  }

  @Test
  void outOfMemoryTellsHowToGetMore() {
    String printed = printed(() -> Failures.failed(new OutOfMemoryError("Java heap space")));
    assertTrue(printed.contains("out of memory: Java heap space"), printed);
    assertTrue(printed.contains("-Xmx"), printed);
  }

  /** What goes to stderr, and behind it the exit code. */
  private static String printed(IntSupplier command) {
    PrintStream stderr = System.err;
    var err = new ByteArrayOutputStream();
    try {
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int exitCode = command.getAsInt();
      return err.toString(StandardCharsets.UTF_8).replace("\r\n", "\n") + exitCode;
    } finally {
      System.setErr(stderr);
    }
  }
}
