package org.freezeout.cost;

/**
 * What a training step takes of memory, in bytes.
 *
 * @param parameters weights and running statistics
 * @param gradients of the weights
 * @param optimizerState what the optimizer keeps between steps, such as momentum
 * @param input the batch
 * @param frozenForward the most that the frozen groups take at any time of their forward pass
 * @param activations what the other groups keep for the backward pass, their input included, when
 *     that takes the most
 * @param backward what gradients of maps take then
 * @param workspace what operators work in, which stays from step to step
 */
public record StepMemory(
    long parameters,
    long gradients,
    long optimizerState,
    long input,
    long frozenForward,
    long activations,
    long backward,
    long workspace) {

  /** What a step needs to begin with, whatever the batch. */
  public long persistent() {
    return sum(sum(parameters, gradients), optimizerState);
  }

  /**
   * The most at any time of the step. The frozen groups have run and freed what they had before the
   * others begin.
   *
   * @throws IllegalArgumentException if a {@code long} cannot count it
   */
  public long peak() {
    return sum(
        sum(sum(persistent(), workspace), input),
        Math.max(frozenForward, sum(activations, backward)));
  }

  private static long sum(long a, long b) {
    return MemoryArithmetic.sum(a, b);
  }
}
