package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

  private final Table table =
      new Table("name", "saved_share", "devices")
          .row("a, \"b\"", null, List.of("cpu", "gpu0"))
          .row("ä", -0.25, List.of())
          .row("tiny", 1.25e-5, List.of("cpu"));

  @Test
  void alignsNumbersToTheRight() {
    assertEquals(
        """
        name    saved share  devices
        a, "b"            -  cpu gpu0
        ä           -0.2500
        tiny      1.250e-05  cpu
        """,
        printed(Format.TABLE));
  }

  @Test
  void quotesCsvAndLeavesOutWhatIsNotKnown() {
    assertEquals(
        """
        name,saved_share,devices
        "a, ""b""\",,cpu gpu0
        ä,-0.25,
        tiny,1.25E-5,cpu
        """,
        printed(Format.CSV));
  }

  @Test
  void namesAreNeitherFormulasNorTerminalControls() {
    var hostile = new Table("name", "saving").row("=1+1\u001b[2J", -0.5);
    assertEquals("name,saving\n'=1+1 [2J,-0.5\n", printed(hostile, Format.CSV));
    assertEquals("name       saving\n=1+1?[2J  -0.5000\n", printed(hostile, Format.TABLE));
  }

  @Test
  void keepsListsAndNullsInJson() {
    assertEquals(
        """
        [ {
          "name" : "a, \\"b\\"",
          "saved_share" : null,
          "devices" : [ "cpu", "gpu0" ]
        }, {
          "name" : "ä",
          "saved_share" : -0.25,
          "devices" : [ ]
        }, {
          "name" : "tiny",
          "saved_share" : 1.25E-5,
          "devices" : [ "cpu" ]
        } ]
        """,
        printed(Format.JSON));
  }

  private String printed(Format format) {
    return printed(table, format);
  }

  private static String printed(Table table, Format format) {
    PrintStream stdout = System.out;
    var out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      table.print(format);
    } finally {
      System.setOut(stdout);
    }
    return out.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }
}
