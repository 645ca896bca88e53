package org.freezeout.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.FeatureShape;

/**
 * The memory of training by layer group: how its peak falls as the frozen prefix grows, and which
 * batch fits into what is there.
 *
 * <p>With k frozen groups of n, for a batch of B images:
 *
 * <pre>
 *   peak(k)   = always + B max(forward(k), kept(k) + backward(k)) + B input
 *   always    = parameters and gradients of all groups, optimizer state of those that train
 *   forward(k)= the most that the frozen groups hold, in inference mode
 *   kept(k)   = input of group k and the outputs of all operations of groups k, ..., n - 1
 *   backward(k) = the most that gradients of maps take in groups k, ..., n - 1
 * </pre>
 *
 * <p>Gradients of frozen groups count: engines keep their arrays. Not counted is what an engine
 * takes for itself: its code, copies in layouts of its own, work space of convolutions, memory that
 * it or the system's allocator has not given back.
 *
 * @param input bytes of one image
 * @param groups from the input to the output, at least one
 */
public record NetworkMemory(long input, List<GroupMemory> groups) {

  /** Bytes of a number in single precision, in which networks are trained. */
  public static final int FLOAT32 = 4;

  /**
   * Checks that there are groups.
   *
   * @throws IllegalArgumentException if there is none, or the image has a negative size
   */
  public NetworkMemory {
    groups = List.copyOf(groups);
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one layer group");
    }
    if (input < 0) {
      throw new IllegalArgumentException("input bytes must be at least 0, got " + input);
    }
  }

  /**
   * The memory of a network in single precision, each operation's output an array of its own.
   *
   * @throws IllegalArgumentException if a {@code long} cannot count it
   */
  public static NetworkMemory of(ArchitectureSpec architecture) {
    List<FeatureShape> shapes = architecture.shapes();
    List<GroupMemory> groups = new ArrayList<>();
    for (int i = 0; i < architecture.groups().size(); i++) {
      groups.add(MapMemory.of(architecture.groups().get(i), shapes.get(i), FLOAT32));
    }
    return new NetworkMemory((long) architecture.input().size() * FLOAT32, groups);
  }

  /**
   * The memory of a step with momentum, one number for each weight.
   *
   * @param frozenPrefix how many groups are frozen, in [0, n]
   * @param batch images, at least 1
   * @param release when the frozen groups free their maps
   * @throws IllegalArgumentException if the prefix or batch is out of range, or a {@code long}
   *     cannot count the bytes
   */
  public StepMemory step(int frozenPrefix, long batch, PrefixRelease release) {
    Objects.requireNonNull(release, "release");
    if (frozenPrefix < 0 || frozenPrefix > groups.size()) {
      throw new IllegalArgumentException(
          "frozen prefix must lie in [0, " + groups.size() + "], got " + frozenPrefix);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    }
    long parameters = 0;
    long gradients = 0;
    long optimizerState = 0;
    long frozen = 0;
    long kept = 0;
    long backward = 0;
    long border = 0;
    for (int i = 0; i < groups.size(); i++) {
      GroupMemory group = groups.get(i);
      parameters = sum(parameters, sum(group.learned(), group.statistics()));
      gradients = sum(gradients, group.learned());
      if (i < frozenPrefix) {
        frozen =
            release == PrefixRelease.BY_GROUP
                ? Math.max(frozen, sum(border, group.outputs()))
                : sum(frozen, group.outputs());
        border = group.border();
      } else {
        optimizerState = sum(optimizerState, group.learned());
        kept = sum(kept, group.outputs());
        backward = Math.max(backward, group.backward());
      }
    }
    // The rest goes on with a copy of the frozen groups' output, made before that is freed.
    frozen =
        release == PrefixRelease.BY_GROUP
            ? Math.max(frozen, sum(border, border))
            : sum(frozen, border);
    return new StepMemory(
        parameters,
        gradients,
        optimizerState,
        product(batch, input),
        product(batch, frozen),
        product(batch, sum(border, kept)),
        product(batch, backward));
  }

  /**
   * The largest batch that fits.
   *
   * @param frozenPrefix how many groups are frozen, in [0, n]
   * @param limit bytes that there are
   * @param release when the frozen groups free their maps
   * @return empty if not a single image does
   * @throws IllegalArgumentException if the prefix is out of range
   */
  public OptionalLong largestBatch(int frozenPrefix, long limit, PrefixRelease release) {
    StepMemory one = step(frozenPrefix, 1, release);
    long image = one.peak() - one.persistent();
    long batch = Math.max(0, limit - one.persistent()) / Math.max(1, image);
    return batch < 1 ? OptionalLong.empty() : OptionalLong.of(batch);
  }

  private static long sum(long a, long b) {
    return MemoryArithmetic.sum(a, b);
  }

  private static long product(long a, long b) {
    return MemoryArithmetic.product(a, b);
  }
}
