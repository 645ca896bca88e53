package org.freezeout.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A folder with a few images, in which {@code freezeout compare} trains a small network, and what
 * training came to in it.
 */
final class Scene {

  /** A run without freezing and two strategies, each without and with a cache on a real engine. */
  private static final String COMPARE =
      "compare --engine %s --arch densenet-bc-10-4 --dataset images:images --batch 8 --epochs %d"
          + " --t0 0.4 --strategy linear,cubic --threads 2 --checkpoint-every %s --out %s";

  static final int STEPS_PER_EPOCH = 5;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private Scene(Path folder) {
    this.folder = folder;
  }

  /** Writes two classes of random images, one dark and one bright. */
  static Scene in(Path folder) throws IOException {
    var random = new Random(1);
    for (String part : List.of("train", "test")) {
      for (int label = 0; label < 2; label++) {
        Path images = Files.createDirectories(folder.resolve("images/" + part + "/class" + label));
        for (int i = 0; i < 4 * STEPS_PER_EPOCH; i++) {
          var image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
          for (int pixel = 0; pixel < 32 * 32; pixel++) {
            int value = random.nextInt(128) + 127 * label;
            image.setRGB(pixel % 32, pixel / 32, value << 16 | value << 8 | value);
          }
          ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
        }
      }
    }
    return new Scene(folder);
  }

  Path folder() {
    return folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /**
   * The command that trains.
   *
   * @param every how often a checkpoint is written
   * @param out name of the folder that it writes
   */
  static List<String> compare(String engine, int epochs, String every, String out) {
    List<String> command =
        new ArrayList<>(List.of(COMPARE.formatted(engine, epochs, every, out).split(" ")));
    if (!engine.equals("simulated")) {
      command.addAll(List.of("--cache", "--views", "2"));
    }
    return command;
  }

  /**
   * All that training came to in a folder but for what it took and what is said about that: of each
   * run its record with the digest of its weights and every metric, and the comparison.
   */
  Map<String, List<JsonNode>> result(String out) throws IOException {
    Map<String, List<JsonNode>> result = new TreeMap<>();
    for (Path run : runs(out)) {
      List<JsonNode> told = new ArrayList<>();
      ObjectNode record = (ObjectNode) JSON.readTree(run.resolve("run.json").toFile());
      record.remove(List.of("seconds", "started_at", "audit", "digests", "sha256"));
      told.add(record);
      for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
        ObjectNode metric = (ObjectNode) JSON.readTree(line);
        metric.remove(
            List.of(
                "timed",
                "cached_images",
                "wall_seconds",
                "cpu_seconds",
                "wait_seconds",
                "preparation_seconds"));
        if (!metric.get("type").asText().equals("audit_time")) {
          told.add(metric);
        }
      }
      result.put(run.getFileName().toString(), told);
    }
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode row : JSON.readTree(path(out + "/comparison.json").toFile())) {
      ((ObjectNode) row)
          .retain(
              "strategy",
              "t0",
              "cache",
              "cache_precision",
              "predicted",
              "error_percent",
              "baseline_error_percent",
              "status",
              "failure",
              "run");
      rows.add(row);
    }
    result.put("comparison", rows);
    return result;
  }

  /** The folders of the runs of a comparison. */
  List<Path> runs(String out) throws IOException {
    try (Stream<Path> runs = Files.list(path(out))) {
      return runs.filter(run -> Files.exists(run.resolve("run.json"))).sorted().toList();
    }
  }

  /** Names of the files in a folder, those in its folders too, that look like a pattern. */
  List<Path> files(String out, String pattern) throws IOException {
    try (Stream<Path> files = Files.walk(path(out))) {
      return files
          .filter(file -> file.getFileName().toString().matches(pattern))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  /** Copies a folder. */
  void copy(String from, String to) throws IOException {
    try (Stream<Path> files = Files.walk(path(from))) {
      for (Path file : files.toList()) {
        Files.copy(file, path(to).resolve(path(from).relativize(file)));
      }
    }
  }

  /** Deletes a folder, if it is there. */
  void delete(String out) throws IOException {
    if (Files.exists(path(out))) {
      try (Stream<Path> files = Files.walk(path(out))) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
