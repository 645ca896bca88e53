package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InstallLinesTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private long now;

  @Test
  void tellEachTenthWhereLinesStay() {
    InstallLines lines = lines(false, 80);
    for (long done = 0; done <= 3_400; done += 10) {
      lines.at("libmxnet.so", done * 1_000_000, 3_400_000_000L);
    }
    lines.transfer("1/2 MB");
    lines.close();
    assertEquals(11, text().lines().count(), text());
    assertEquals("0.00 of 3.40 GB", text().lines().findFirst().orElseThrow());
    assertEquals("3.40 of 3.40 GB", text().lines().skip(10).findFirst().orElseThrow());
  }

  @Test
  void areWrittenAnewOnATerminal() {
    InstallLines lines = lines(true, 40);
    lines.line("downloading");
    lines.transfer("1/2 MB");
    lines.at("libmxnet.so", 1_000_000_000, 4_000_000_000L);
    lines.at("libmxnet.so", 1_100_000_000, 4_000_000_000L); // too soon
    now += 1_000_000_000;
    lines.at("libmxnet.so", 2_000_000_000, 4_000_000_000L);
    lines.close();
    assertEquals(
        "downloading\n"
            + "\r\u001b[Kdownloading 1/2 MB"
            + "\r\u001b[K[=====               ] 1.00 of 4.00 GB,"
            + "\r\u001b[K[==========          ] 2.00 of 4.00 GB,"
            + "\r\u001b[K",
        text());
  }

  private InstallLines lines(boolean terminal, int columns) {
    now += 1_000_000_000;
    return new InstallLines(
        new PrintStream(out, true, StandardCharsets.UTF_8), terminal, columns, () -> now);
  }

  private String text() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
