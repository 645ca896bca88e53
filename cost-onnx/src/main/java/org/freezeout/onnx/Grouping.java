package org.freezeout.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Gathers steps into layer groups, in the order of the graph.
 *
 * @param names of the groups
 * @param groups the group of each step, non-decreasing
 */
record Grouping(List<String> names, int[] groups) {

  /**
   * Groups by the patterns, where some are given; else by the blocks that names tell of; else one
   * group for each operator with weights and what follows it.
   *
   * @throws IllegalArgumentException if the patterns do not follow the graph's order, or one means
   *     no operator with weights
   */
  static Grouping of(List<Step> steps, OnnxOptions options) {
    if (!options.groups().isEmpty()) {
      return byPatterns(steps, options.groups());
    }
    return byBlocks(steps).orElseGet(() -> byOperators(steps));
  }

  private static Grouping byPatterns(List<Step> steps, List<String> patterns) {
    List<Pattern> compiled = patterns.stream().map(Pattern::compile).toList();
    int[] groups = new int[steps.size()];
    boolean[] weighted = new boolean[patterns.size()];
    int current = 0;
    String since = "the start";
    for (int i = 0; i < groups.length; i++) {
      Step step = steps.get(i);
      int found = step.counted() || step.learns() ? find(compiled, step) : -1;
      if (found >= 0 && found < current) {
        throw new IllegalArgumentException(
            "layer groups must follow the order of the graph: "
                + step.place()
                + " of group "
                + Texts.quoted(patterns.get(found))
                + " comes after "
                + since
                + " of group "
                + Texts.quoted(patterns.get(current)));
      }
      if (found > current || found == current && since.equals("the start")) {
        current = found;
        since = step.place();
      }
      groups[i] = current;
      weighted[current] |= step.weighted();
    }
    for (int i = 0; i < weighted.length; i++) {
      if (!weighted[i]) {
        throw new IllegalArgumentException(
            "layer group "
                + Texts.quoted(patterns.get(i))
                + " has no convolution or dense layer in the graph");
      }
    }
    return new Grouping(patterns, groups);
  }

  private static int find(List<Pattern> patterns, Step step) {
    for (int i = 0; i < patterns.size(); i++) {
      Pattern pattern = patterns.get(i);
      if (Stream.concat(Stream.of(step.name()), step.weights().stream())
          .anyMatch(name -> pattern.matcher(name).find())) {
        return i;
      }
    }
    return -1;
  }

  /** Empty where names tell nothing, or blocks that are not one after the other. */
  private static Optional<Grouping> byBlocks(List<Step> steps) {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int[] groups = new int[steps.size()];
    for (int i = 0; i < groups.length; i++) {
      Step step = steps.get(i);
      if (step.weighted() || step.learns()) {
        Optional<String> block = ModulePath.block(step);
        if (block.isEmpty() && step.weighted()) {
          return Optional.empty();
        }
        String current = names.isEmpty() ? null : names.get(names.size() - 1);
        if (block.isPresent() && !block.get().equals(current)) {
          if (!seen.add(block.get())) {
            return Optional.empty();
          }
          names.add(block.get());
        }
      }
      groups[i] = Math.max(0, names.size() - 1);
    }
    Grouping merged = new Grouping(names, groups).merged(steps);
    return merged.names.size() < 2 ? Optional.empty() : Optional.of(merged);
  }

  private static Grouping byOperators(List<Step> steps) {
    List<String> names = new ArrayList<>();
    int[] groups = new int[steps.size()];
    for (int i = 0; i < groups.length; i++) {
      Step step = steps.get(i);
      if (step.weighted()) {
        String name =
            ModulePath.module(step)
                .orElse(step.name().isEmpty() ? step.outputs().get(0) : step.name());
        names.add(names.contains(name) ? name + " #" + (names.size() + 1) : name);
      }
      groups[i] = Math.max(0, names.size() - 1);
    }
    return new Grouping(names.isEmpty() ? List.of("all") : names, groups);
  }

  /** Without groups that have no weights to multiply with: they join the one before. */
  private Grouping merged(List<Step> steps) {
    boolean[] weighted = new boolean[names.size()];
    for (int i = 0; i < groups.length; i++) {
      if (!names.isEmpty()) {
        weighted[groups[i]] |= steps.get(i).weighted();
      }
    }
    List<String> kept = new ArrayList<>();
    int[] targets = new int[names.size()];
    for (int i = 0; i < targets.length; i++) {
      if (weighted[i]) {
        kept.add(names.get(i));
      }
      targets[i] = Math.max(0, kept.size() - 1);
    }
    return new Grouping(
        kept, Arrays.stream(groups).map(g -> targets.length == 0 ? 0 : targets[g]).toArray());
  }
}
