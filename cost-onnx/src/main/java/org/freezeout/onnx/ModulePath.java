package org.freezeout.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where an operation lies in the modules of the program that exported the file, and the block of
 * layers that this means.
 */
final class ModulePath {

  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern NUMBERED = Pattern.compile("\\d+|.*_\\d+");
  private static final Pattern DIGIT = Pattern.compile(".*\\d.*");

  private ModulePath() {}

  /** The block of a step: by the names of its weights, else by its own. */
  static Optional<String> block(Step step) {
    return parts(step).map(ModulePath::block);
  }

  /** The module of a step. */
  static Optional<String> module(Step step) {
    return parts(step).map(parts -> String.join(".", parts));
  }

  private static Optional<List<String>> parts(Step step) {
    return step.weights().stream()
        .sorted()
        .map(ModulePath::ofWeight)
        .filter(parts -> !parts.isEmpty())
        .findFirst()
        .or(() -> Optional.of(ofNode(step.name())).filter(parts -> !parts.isEmpty()));
  }

  /** {@code layer1.0.conv1.weight} lies in {@code layer1}, {@code 0}, {@code conv1}. */
  static List<String> ofWeight(String name) {
    if (name.contains(":") || name.contains("/")) {
      return List.of();
    }
    List<String> parts = List.of(name.split("\\."));
    return parts.subList(0, Math.max(0, parts.size() - 1));
  }

  /** {@code /layer1/layer1.0/conv1/Conv} lies in {@code layer1}, {@code 0}, {@code conv1}. */
  static List<String> ofNode(String name) {
    List<String> modules = new ArrayList<>();
    String[] scopes = name.split("/");
    for (int i = 0; i < scopes.length - 1; i++) {
      if (scopes[i].isEmpty()) {
        continue;
      }
      int last = modules.size() - 1;
      if (last >= 0 && scopes[i].startsWith(modules.get(last) + ".")) {
        modules.set(last, scopes[i]);
      } else {
        modules.add(scopes[i]);
      }
    }
    return modules.isEmpty() ? List.of() : List.of(String.join(".", modules).split("\\."));
  }

  /**
   * The block that a module belongs to: up to the first number, with the numbers that follow it;
   * else up to the last scope around the layer that has a digit in its name; else the layer itself.
   * Branches of a block belong to it.
   */
  static String block(List<String> modules) {
    int length = 1;
    while (length < modules.size() && !modules.get(length).toLowerCase().startsWith("branch")) {
      length++;
    }
    boolean branch = length < modules.size();
    List<String> path = modules.subList(0, length);
    for (int i = 0; i < length; i++) {
      if (NUMBERED.matcher(path.get(i)).matches()) {
        int end = i + 1;
        while (NUMBER.matcher(path.get(i)).matches()
            && end < length
            && NUMBER.matcher(path.get(end)).matches()) {
          end++;
        }
        return String.join(".", path.subList(0, end));
      }
    }
    for (int i = branch ? length : length - 1; i > 0; i--) {
      if (DIGIT.matcher(path.get(i - 1)).matches()) {
        return String.join(".", path.subList(0, i));
      }
    }
    return String.join(".", path);
  }
}
