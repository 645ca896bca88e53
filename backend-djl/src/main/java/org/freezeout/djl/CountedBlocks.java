package org.freezeout.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.freezeout.cost.OperationCost;

/** What has been counted of a network so far, and where in it the count is. */
final class CountedBlocks {

  private final List<OperationCost> operations = new ArrayList<>();
  private final SortedMap<String, Integer> uncounted = new TreeMap<>();
  private int group;

  /** The last group that learns up to here. */
  private int learner = OperationCost.NOTHING;

  private long batch;

  /** Nothing yet, of a network that runs on so many images at once. */
  CountedBlocks(long batch) {
    this.batch = batch;
  }

  /** From here on the count is in this group. */
  void enter(int group) {
    this.group = group;
  }

  /** A block with weights that are multiplied with what it gets. */
  void layer(Block block, long macs) {
    layer(name(block), learns(block), macs);
  }

  /** A product of weights with what comes from before. */
  void layer(String name, boolean learns, long macs) {
    operations.add(new OperationCost(group, name, macs, learns, List.of(learner)));
  }

  /** A product of two activations, both of which depend on whatever learns up to here. */
  void product(String name, long macs) {
    operations.add(new OperationCost(group, name, macs, false, List.of(learner, learner)));
  }

  /** Something that cannot be looked into. */
  void uncounted(String what) {
    uncounted.merge(what, 1, Integer::sum);
  }

  /** What follows depends on weights that learn in this group. */
  void learning(boolean learns) {
    learner = learns ? group : learner;
  }

  /** Runs each on the same input: none depends on what learns in another. */
  void sideBySide(List<Runnable> branches) {
    int before = learner;
    int last = before;
    for (Runnable branch : branches) {
      learner = before;
      branch.run();
      last = Math.max(last, learner);
    }
    learner = last;
  }

  /** Counts something whose shapes are those of another batch. */
  void withBatch(long other, Runnable part) {
    long before = batch;
    batch = other;
    part.run();
    batch = before;
  }

  long batch() {
    return batch;
  }

  /** Whether this group has learned anything yet. */
  boolean learnsHere() {
    return learner == group;
  }

  /** Numbers of one image, wherever the batch is among the dimensions. */
  long image(Shape shape) {
    return image(LongStream.of(shape.getShape()).reduce(1, Math::multiplyExact));
  }

  /** The part of one image in a number for the whole batch. */
  long image(long all) {
    if (all % batch != 0) {
      throw new IllegalArgumentException(all + " numbers are not those of " + batch + " images");
    }
    return all / batch;
  }

  List<OperationCost> operations() {
    return operations;
  }

  SortedMap<String, Integer> uncounted() {
    return Collections.unmodifiableSortedMap(uncounted);
  }

  static boolean learns(Block block) {
    return block.getParameters().values().stream().anyMatch(Parameter::requiresGradient);
  }

  /** The name of a block's class; of one without a name, where it was written. */
  static String name(Block block) {
    Class<?> type = block.getClass();
    return type.getSimpleName().isEmpty() ? type.getName() : type.getSimpleName();
  }
}
