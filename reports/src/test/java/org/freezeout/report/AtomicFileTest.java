package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path folder;

  /** A folder may come from somebody else, with links to files of its reader. */
  @Test
  void writesThroughNoLink() throws IOException {
    Path own = Files.writeString(folder.resolve("own"), "own");
    Path report = Files.createDirectory(folder.resolve("report"));
    Files.createSymbolicLink(report.resolve("report.html"), own);
    Files.createSymbolicLink(report.resolve("report.html.next"), own);
    AtomicFile.write(report.resolve("report.html"), "page");
    assertEquals("page", Files.readString(report.resolve("report.html")));
    assertEquals("own", Files.readString(own));
    try (var files = Files.list(report)) {
      assertEquals(List.of(report.resolve("report.html")), files.toList());
    }
  }
}
