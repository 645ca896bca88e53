package org.freezeout.djl;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SymbolBlock;
import ai.djl.nn.core.Prelu;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freezeout.djl.Chain.Link;

/**
 * The layer groups of a DJL network: what freezes together, in the order of the forward pass.
 *
 * <pre>{@code
 * LayerGroups.of(block);                                 // one for each layer with weights
 * LayerGroups.byName(block, "01.*", "0[2-4].*", "05.*"); // one for each pattern
 * LayerGroups.startingAt(block, (path, b) -> b instanceof SequentialBlock);
 * }</pre>
 *
 * <p>A {@link ai.djl.nn.SequentialBlock} is looked into, however deep it is nested. Every other
 * block runs its children itself and freezes as a whole: a residual unit, say. Blocks without
 * weights join the group before them, those before the first group join the first; normalisation
 * counts as such, so that it freezes with the layer that it follows.
 *
 * <p>A block's path is made of the names that DJL gives, as in {@code 03SequentialBlock/01Conv2d}.
 * Patterns and predicates are also tried on the path without numbers, {@code
 * SequentialBlock/Conv2d}.
 */
public final class LayerGroups {

  private final Block block;
  private final List<Group> groups;

  /** Blocks that freeze together, named by the first with weights. */
  private record Group(String name, List<Link> links) {}

  private LayerGroups(Block block, List<List<Link>> groups) {
    this.block = block;
    this.groups = groups.stream().map(links -> new Group(name(links), List.copyOf(links))).toList();
    if (groups.size() < 2) {
      throw new IllegalArgumentException(
          "the network has one layer group, "
              + name(0)
              + ", so nothing would freeze before training ends: it needs two");
    }
    checkOwners();
  }

  /**
   * A group for each block of the network that has trainable weights.
   *
   * @param block a {@code SequentialBlock}, possibly with others in it
   * @throws IllegalArgumentException if the network cannot be frozen group by group, with the
   *     reason
   */
  public static LayerGroups of(Block block) {
    List<List<Link>> groups = new ArrayList<>();
    for (Link link : links(block)) {
      if (groups.isEmpty() || hasWeights(link) && hasWeights(groups.get(groups.size() - 1))) {
        groups.add(new ArrayList<>());
      }
      groups.get(groups.size() - 1).add(link);
    }
    return new LayerGroups(block, groups);
  }

  /**
   * A group for each pattern: the blocks whose path matches it, or that of a sequence they are in.
   *
   * @param block a {@code SequentialBlock}, possibly with others in it
   * @param patterns regular expressions for whole paths, in the order of the forward pass
   * @throws IllegalArgumentException if a pattern is not one, matches nothing, or matches inside a
   *     block that freezes as a whole; if no pattern matches a block with weights, or two do; if
   *     the patterns are not in the order of the forward pass
   */
  public static LayerGroups byName(Block block, String... patterns) {
    List<Link> links = links(block);
    List<List<Link>> groups =
        Arrays.stream(patterns).map(pattern -> (List<Link>) new ArrayList<Link>()).toList();
    List<BiPredicate<String, Block>> predicates =
        Arrays.stream(patterns).map(LayerGroups::matching).toList();
    for (int i = 0; i < patterns.length; i++) {
      String what = "pattern '" + patterns[i] + "'";
      checkReach(links, predicates.get(i), what + " matches");
    }
    int group = 0;
    String before = "";
    for (Link link : links) {
      int[] matches =
          IntStream.range(0, patterns.length)
              .filter(i -> link.isOrIsIn(predicates.get(i)))
              .toArray();
      if (matches.length > 1) {
        throw new IllegalArgumentException(
            String.format(
                "both '%s' and '%s' match %s",
                patterns[matches[0]], patterns[matches[1]], link.path()));
      }
      if (matches.length == 0 && hasWeights(link)) {
        throw new IllegalArgumentException(
            "no pattern matches " + link.path() + ", which has weights");
      }
      if (matches.length == 1) {
        if (matches[0] < group) {
          throw new IllegalArgumentException(
              String.format(
                  "patterns must be in the order of the forward pass: '%s' comes before '%s', but"
                      + " %s runs after %s",
                  patterns[matches[0]], patterns[group], link.path(), before));
        }
        group = matches[0];
        before = link.path();
      }
      groups.get(group).add(link);
    }
    return new LayerGroups(block, groups);
  }

  /**
   * A group from each block for which a predicate holds to the next; what runs before the first
   * joins it.
   *
   * @param block a {@code SequentialBlock}, possibly with others in it
   * @param start told the path and the block; for a sequence it stands for the first block in it
   * @throws IllegalArgumentException if it holds for nothing, for something inside a block that
   *     freezes as a whole, or would start a group without weights
   */
  public static LayerGroups startingAt(Block block, BiPredicate<String, Block> start) {
    List<Link> links = links(block);
    checkReach(links, start, "the predicate holds for");
    List<List<Link>> groups = new ArrayList<>();
    groups.add(new ArrayList<>());
    boolean started = false;
    for (Link link : links) {
      if (link.isOrOpens(start)) {
        if (started) {
          groups.add(new ArrayList<>());
        }
        started = true;
      }
      groups.get(groups.size() - 1).add(link);
    }
    return new LayerGroups(block, groups);
  }

  /** The network. */
  public Block block() {
    return block;
  }

  /** The number n of groups, at least 2. */
  public int size() {
    return groups.size();
  }

  /** The path of the first block with weights of group i. */
  public String name(int group) {
    return groups.get(group).name();
  }

  /** The blocks of group i in the order of the forward pass. */
  public List<Block> blocks(int group) {
    return groups.get(group).links().stream().map(Link::block).toList();
  }

  /** One group a line: its index, its name and how many blocks it has. */
  @Override
  public String toString() {
    return IntStream.range(0, size())
        .mapToObj(i -> i + " " + name(i) + " (" + blocks(i).size() + " blocks)")
        .collect(Collectors.joining("\n"));
  }

  /** The parameters of group i by their paths. */
  Map<String, Parameter> parameters(int group) {
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    for (Link link : groups.get(group).links()) {
      link.block()
          .getParameters()
          .forEach(pair -> parameters.put(link.path() + "_" + pair.getKey(), pair.getValue()));
    }
    return parameters;
  }

  private static List<Link> links(Block block) {
    if (block instanceof FreezeOutBlock) {
      throw new IllegalArgumentException("the block already freezes: group the network inside it");
    }
    Optional<String> opaque = Chain.whyOpaque(block);
    if (opaque.isPresent()) {
      throw new IllegalArgumentException(
          String.format(
              "%s %s, so nothing in it can freeze before the rest: make the network a"
                  + " SequentialBlock of its stages",
              block.getClass().getSimpleName(), opaque.get()));
    }
    List<Link> links = Chain.links(block);
    for (Link link : links) {
      if (link.block() instanceof SymbolBlock && link.isTrained()) {
        throw new IllegalArgumentException(
            link.path()
                + " is symbolic, so its layers cannot freeze one after the other: build it from"
                + " blocks, or keep it frozen from the start with freezeParameters(true)");
      }
    }
    if (links.stream().noneMatch(LayerGroups::hasWeights)) {
      throw new IllegalArgumentException("the network has no trainable weights");
    }
    return links;
  }

  /** Refuses what finds nothing, and what finds something only where freezing cannot reach. */
  private static void checkReach(
      List<Link> links, BiPredicate<String, Block> predicate, String what) {
    boolean found = false;
    for (Link link : links) {
      if (link.isOrIsIn(predicate)) {
        found = true;
        continue;
      }
      Optional<String> inside = link.inside(predicate);
      if (inside.isPresent()) {
        throw new IllegalArgumentException(
            String.format(
                "%s %s inside %s, which %s and freezes as a whole: name %s",
                what,
                inside.get(),
                link.path(),
                Chain.whyOpaque(link.block()).orElseThrow(),
                link.path()));
      }
    }
    if (!found) {
      throw new IllegalArgumentException(what + " no block; there are " + paths(links));
    }
  }

  /** Refuses weights that belong to two groups: they cannot be frozen and train. */
  private void checkOwners() {
    Map<String, Integer> owners = new HashMap<>();
    for (int group = 0; group < size(); group++) {
      for (Map.Entry<String, Parameter> entry : parameters(group).entrySet()) {
        Integer owner = owners.putIfAbsent(entry.getValue().getId(), group);
        if (owner != null && owner != group) {
          throw new IllegalArgumentException(
              String.format(
                  "%s and %s share weights (%s), which cannot be frozen and train: put both into"
                      + " one group",
                  name(owner), name(group), entry.getKey()));
        }
      }
    }
  }

  private static String name(List<Link> links) {
    return links.stream()
        .filter(LayerGroups::hasWeights)
        .map(Link::path)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the group of " + paths(links) + " would have no weights"));
  }

  private static String paths(List<Link> links) {
    return links.stream().map(Link::path).collect(Collectors.joining(", "));
  }

  private static boolean hasWeights(List<Link> links) {
    return links.stream().anyMatch(LayerGroups::hasWeights);
  }

  /** Whether a block has weights that train; those of a PReLU do not make it more than a ReLU. */
  private static boolean hasWeights(Link link) {
    return !(link.block() instanceof Prelu)
        && link.block().getParameters().values().stream()
            .anyMatch(
                parameter ->
                    parameter.requiresGradient() && parameter.getType() == Parameter.Type.WEIGHT);
  }

  private static BiPredicate<String, Block> matching(String pattern) {
    try {
      Pattern compiled = Pattern.compile(pattern);
      return (path, block) -> compiled.matcher(path).matches();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "not a regular expression: '" + pattern + "': " + e.getDescription(), e);
    }
  }
}
