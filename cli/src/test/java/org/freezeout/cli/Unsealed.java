package org.freezeout.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Files without the checksums that would tell of a test's changes. */
final class Unsealed {

  private Unsealed() {}

  /** The text of a file that its format allows to be without a checksum. */
  static String text(Path file) throws IOException {
    return fields(file).toPrettyString();
  }

  /** Rewrites a run's record as older versions wrote it. */
  static void runRecord(Path file) throws IOException {
    ObjectNode fields = fields(file);
    fields.put("format", 1).remove(List.of("digests"));
    Files.writeString(file, fields.toPrettyString());
  }

  static ObjectNode fields(Path file) throws IOException {
    ObjectNode fields = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    fields.remove("sha256");
    return fields;
  }
}
