package org.freezeout.fuzz;

import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * One input of a reader, made from a seed.
 *
 * @param seed makes the same input again
 * @param file which of a reader's files it is, for readers of several
 * @param bytes its content
 */
public record Input(long seed, String file, byte[] bytes) {

  /** Inputs that a function makes from random numbers. */
  public static Arbitrary<Input> inputs(Function<Random, Input> maker) {
    return Arbitraries.longs()
        .withDistribution(net.jqwik.api.RandomDistribution.uniform())
        .withoutEdgeCases()
        .map(
            seed -> {
              Input input = maker.apply(new Random(seed));
              return new Input(seed, input.file(), input.bytes());
            });
  }

  /** An input for a file; its seed is filled in later. */
  public static Input of(String file, byte[] bytes) {
    return new Input(0, file, bytes);
  }

  @Override
  public String toString() {
    return file + " of " + bytes.length + " bytes from seed " + seed;
  }
}
