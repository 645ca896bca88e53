package org.freezeout.djl;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.SymbolBlock;
import ai.djl.util.Pair;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * The blocks that a network runs one after the other, however deep they are nested: those of a
 * {@link SequentialBlock}, and of one in it, in the order of the forward pass. Any other block runs
 * its children in a way of its own and is one link, whatever is in it.
 */
final class Chain {

  private final Block root;
  private final List<Link> links = new ArrayList<>();

  /**
   * A place in a network.
   *
   * @param path the names of DJL from the network down, as in {@code 03SequentialBlock/01Conv2d}
   * @param plainPath the same without the numbers that DJL puts before them
   * @param block what is there
   * @param opened the sequences, outermost first, that begin with it
   * @param around the sequences that it is in, outermost first, without the network itself
   */
  record Link(String path, String plainPath, Block block, List<Link> opened, List<Link> around) {

    /** Whether something holds here or for a sequence around it. */
    boolean isOrIsIn(BiPredicate<String, Block> predicate) {
      return is(predicate) || around.stream().anyMatch(sequence -> sequence.is(predicate));
    }

    /** Whether something holds here or for a sequence that begins here. */
    boolean isOrOpens(BiPredicate<String, Block> predicate) {
      return is(predicate) || opened.stream().anyMatch(sequence -> sequence.is(predicate));
    }

    boolean is(BiPredicate<String, Block> predicate) {
      return predicate.test(path, block) || predicate.test(plainPath, block);
    }

    /** What in a block that runs its children itself satisfies a predicate: the first of it. */
    Optional<String> inside(BiPredicate<String, Block> predicate) {
      for (Link child : children()) {
        if (child.is(predicate)) {
          return Optional.of(child.path);
        }
        Optional<String> deeper = child.inside(predicate);
        if (deeper.isPresent()) {
          return deeper;
        }
      }
      return Optional.empty();
    }

    private List<Link> children() {
      List<Link> children = new ArrayList<>();
      for (Pair<String, Block> child : block.getChildren()) {
        children.add(child(this, child, children.size(), List.of(), List.of()));
      }
      return children;
    }

    /** Whether training would move something in it. */
    boolean isTrained() {
      return block.getParameters().values().stream().anyMatch(Parameter::requiresGradient);
    }
  }

  private Chain(Block root) {
    this.root = root;
  }

  /** The links of a network, at least one. */
  static List<Link> links(Block root) {
    Chain chain = new Chain(root);
    if (whyOpaque(root).isPresent()) {
      String name = root.getClass().getSimpleName();
      return List.of(new Link(name, name, root, List.of(), List.of()));
    }
    chain.flatten(null, root, List.of(), List.of());
    return chain.links;
  }

  private void flatten(Link place, Block sequence, List<Link> opened, List<Link> around) {
    List<Link> opens = opened;
    int position = 0;
    for (Pair<String, Block> pair : sequence.getChildren()) {
      Link link = child(place, pair, position++, opens, around);
      if (whyOpaque(link.block()).isPresent()) {
        links.add(link);
        opens = List.of();
      } else {
        int before = links.size();
        flatten(link, link.block(), with(opens, link), with(around, link));
        opens = links.size() == before ? opens : List.of();
      }
    }
    if (links.isEmpty() && sequence == root) {
      throw new IllegalArgumentException("the network has no blocks");
    }
  }

  private static Link child(
      Link parent, Pair<String, Block> pair, int position, List<Link> opened, List<Link> around) {
    String name = pair.getKey();
    String number = String.format(Locale.ROOT, "%02d", position + 1);
    String plain = name.startsWith(number) ? name.substring(number.length()) : name;
    return new Link(
        parent == null ? name : parent.path() + "/" + name,
        parent == null ? plain : parent.plainPath() + "/" + plain,
        pair.getValue(),
        opened,
        around);
  }

  private static List<Link> with(List<Link> sequences, Link sequence) {
    List<Link> more = new ArrayList<>(sequences);
    more.add(sequence);
    return List.copyOf(more);
  }

  /**
   * Why the children of a block are not known to run one after the other, each on what the one
   * before gave; empty if they do.
   */
  static Optional<String> whyOpaque(Block block) {
    if (block instanceof Sequence) {
      return Optional.empty();
    }
    if (block instanceof SymbolBlock) {
      return Optional.of("is symbolic");
    }
    if (!(block instanceof SequentialBlock sequential)) {
      return Optional.of("runs its children itself");
    }
    for (Class<?> c = block.getClass(); c != SequentialBlock.class; c = c.getSuperclass()) {
      if (Arrays.stream(c.getDeclaredMethods()).map(Method::getName).anyMatch(Chain::isForward)) {
        return Optional.of("runs its children itself, with a forward pass of its own");
      }
    }
    return sequential.isReturnIntermediate()
        ? Optional.of("returns what each of its children gives")
        : Optional.empty();
  }

  private static boolean isForward(String method) {
    return method.equals("forward") || method.equals("forwardInternal");
  }
}
