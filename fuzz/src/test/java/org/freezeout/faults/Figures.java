package org.freezeout.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many faults of a kind were tried and what came of them, printed and kept in a file. */
final class Figures {

  /** The file, from the module's folder. */
  private static final Path FILE = Path.of("target", "faults.json");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final String kind;
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /**
   * Starts at nothing.
   *
   * @param kind of fault, such as {@code kill mxnet}
   */
  Figures(String kind) {
    this.kind = kind;
    add("tried", 0);
  }

  void add(String what, int count) {
    counts.merge(what, count, Integer::sum);
  }

  int count(String what) {
    return counts.getOrDefault(what, 0);
  }

  /** Prints them and adds them to the file. */
  void publish() {
    System.out.println("faults: " + kind + ": " + counts);
    try {
      ObjectNode all =
          Files.exists(FILE) ? (ObjectNode) JSON.readTree(FILE.toFile()) : JSON.createObjectNode();
      all.set(kind, JSON.valueToTree(counts));
      Files.createDirectories(FILE.getParent());
      JSON.writeValue(FILE.toFile(), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
