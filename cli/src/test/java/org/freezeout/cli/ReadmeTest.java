package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import jdk.jshell.JShell;
import org.junit.jupiter.api.Test;

/** The README's first example. */
class ReadmeTest {

  @Test
  void theLibraryExampleRuns() throws IOException {
    try (JShell shell = ReadmeSnippet.shell()) {
      ReadmeSnippet.run(shell, ReadmeSnippet.all().get(0));
      // Counted in the facts of the method: 23.3924 % for this network, cubic, t_0 = 0.8.
      assertEquals(0.233924, ReadmeSnippet.number(shell, "saving"), 5e-7);
      // 0.1 / 0.512 * (1 + cos(pi * 0.25 / 0.512)) / 2
      double expected = 0.1 / 0.512 * (1 + Math.cos(Math.PI * 0.25 / 0.512)) / 2;
      assertEquals(expected, ReadmeSnippet.number(shell, "rate"), 1e-12);
      // u_i^3 <= 0.6 for u_i = 0.8 + 0.2 i / 39 holds for i <= 8.47.
      assertEquals(9, ReadmeSnippet.number(shell, "frozen"));
      assertTrue(ReadmeSnippet.all().get(0).contains("0.2339"));
    }
  }
}
