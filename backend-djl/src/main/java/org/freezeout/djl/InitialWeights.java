package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Initial weights as in the authors' code. Convolutions, He et al. by fan-out: normal with standard
 * deviation sqrt(2 / (k k c_out)). Dense layers, PyTorch's default: uniform within +-1 /
 * sqrt(features in); by fan-out a classifier of few classes would start with outputs far too large.
 * Biases are 0, scales of batch normalisation 1 and its shifts 0.
 *
 * <p>The numbers are drawn here, not by an engine, so a seed gives the same bits on every engine,
 * device and number of threads.
 */
final class InitialWeights implements Initializer {

  private final Random random;

  private InitialWeights(long seed) {
    // Neighbouring seeds of a linear congruential generator start alike: spread them first.
    random = new Random(new SplittableRandom(seed).nextLong());
  }

  /** Gives a network that has no weights yet those of a seed. */
  static void initialize(
      Block network, NDManager manager, DataType type, Shape inputShape, long seed) {
    network.setInitializer(new InitialWeights(seed), Parameter.Type.WEIGHT);
    network.initialize(manager, type, inputShape);
  }

  @Override
  public NDArray initialize(NDManager manager, Shape shape, DataType type) {
    float[] weights = new float[Math.toIntExact(shape.size())];
    if (shape.dimension() == 2) {
      double bound = 1 / Math.sqrt(shape.get(1));
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    } else {
      double deviation = Math.sqrt(2.0 / (shape.get(0) * shape.get(2) * shape.get(3)));
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (random.nextGaussian() * deviation);
      }
    }
    NDArray array = manager.create(weights, shape);
    if (type == DataType.FLOAT32) {
      return array;
    }
    try (array) {
      return array.toType(type, false);
    }
  }
}
