package org.freezeout.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;

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
 * <p>Gradients of frozen groups count: engines keep their arrays. {@link EngineMemory} tells when
 * engines free maps and what MXNet keeps to work in, which comes on top. Not counted is what else
 * an engine takes for itself: its code, what its libraries work in, memory that it or the system's
 * allocator has not given back.
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
    boolean plain = true;
    for (int i = 0; i < architecture.groups().size(); i++) {
      LayerGroup group = architecture.groups().get(i);
      groups.add(MapMemory.of(group, shapes.get(i), plain, FLOAT32));
      plain = MapMemory.isPlain(group, plain);
    }
    return new NetworkMemory((long) architecture.input().size() * FLOAT32, groups);
  }

  /**
   * The memory of a step with momentum, one number for each weight.
   *
   * @param frozenPrefix how many groups are frozen, in [0, n]
   * @param batch images, at least 1
   * @param engine when memory is freed
   * @throws IllegalArgumentException if the prefix or batch is out of range, or a {@code long}
   *     cannot count the bytes
   */
  public StepMemory step(int frozenPrefix, long batch, EngineMemory engine) {
    Objects.requireNonNull(engine, "engine");
    if (frozenPrefix < 0 || frozenPrefix > groups.size()) {
      throw new IllegalArgumentException(
          "frozen prefix must lie in [0, " + groups.size() + "], got " + frozenPrefix);
    }
    if (batch < 1) {
      throw new IllegalArgumentException("batch must be at least 1, got " + batch);
    }
    boolean mxNet = engine == EngineMemory.MXNET;
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
            mxNet ? sum(frozen, group.outputs()) : Math.max(frozen, sum(border, group.outputs()));
        border = group.border();
      } else {
        optimizerState = sum(optimizerState, group.learned());
        kept = sum(kept, group.outputs());
        backward = Math.max(backward, group.backward());
      }
    }
    // The rest goes on with a copy of the frozen groups' output, made before that is freed.
    frozen = mxNet ? sum(frozen, border) : Math.max(frozen, sum(border, border));
    BulkPeak bulk =
        mxNet
            ? BulkPeak.of(groups.subList(frozenPrefix, groups.size()))
            : new BulkPeak(kept, backward);
    return new StepMemory(
        parameters,
        gradients,
        optimizerState,
        product(batch, input),
        product(batch, frozen),
        product(batch, sum(border, bulk.outputs())),
        product(batch, bulk.gradients()),
        mxNet ? workspace(batch) : 0);
  }

  /** It has grown to what the largest operator needs while all groups trained, and stays so. */
  private long workspace(long batch) {
    long request = 0;
    for (GroupMemory group : groups) {
      for (OperatorMemory operator : group.operators()) {
        request = Math.max(request, sum(operator.weights(), product(batch, operator.copies())));
      }
    }
    return sum(EngineMemory.RANDOM_STATES, product(EngineMemory.WORK_SPACES, request));
  }

  /**
   * The largest batch that fits.
   *
   * @param frozenPrefix how many groups are frozen, in [0, n]
   * @param limit bytes that there are
   * @param engine when memory is freed
   * @return empty if not a single image does
   * @throws IllegalArgumentException if the prefix is out of range
   */
  public OptionalLong largestBatch(int frozenPrefix, long limit, EngineMemory engine) {
    long one = step(frozenPrefix, 1, engine).peak();
    if (one > limit) {
      return OptionalLong.empty();
    }
    // No further image takes less than the second.
    long image = step(frozenPrefix, 2, engine).peak() - one;
    long low = 1;
    long high = 1 + (limit - one) / Math.max(1, image);
    while (low < high) {
      long batch = high - (high - low) / 2;
      if (step(frozenPrefix, batch, engine).peak() <= limit) {
        low = batch;
      } else {
        high = batch - 1;
      }
    }
    return OptionalLong.of(low);
  }

  private static long sum(long a, long b) {
    return MemoryArithmetic.sum(a, b);
  }

  private static long product(long a, long b) {
    return MemoryArithmetic.product(a, b);
  }
}
