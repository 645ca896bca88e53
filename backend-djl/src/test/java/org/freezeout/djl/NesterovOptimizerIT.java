package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Updates follow the formula, number by number. */
class NesterovOptimizerIT {

  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 0.01;

  /** One parameter as plain numbers. */
  private static final class Scalars {
    final double[] weights;
    final double[] velocities;

    Scalars(double[] weights) {
      this.weights = weights;
      this.velocities = new double[weights.length];
    }

    /** Sutskever et al. (2013) in the form that PyTorch documents for SGD with nesterov=True. */
    void step(double[] gradient, double rate) {
      for (int i = 0; i < weights.length; i++) {
        double d = gradient[i] + WEIGHT_DECAY * weights[i];
        velocities[i] = MOMENTUM * velocities[i] + d;
        weights[i] -= rate * (d + MOMENTUM * velocities[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void followsTheFormulaWithARateOfItsOwnForEachGroup(DjlEngine engine) {
    try (TinyTraining training = TinyTraining.of(engine, TinyNetworks.smooth())) {
      var optimizer =
          new NesterovOptimizer(
              engine, training.manager, training.block.blocks(), MOMENTUM, WEIGHT_DECAY);
      List<Parameter> parameters = new ArrayList<>();
      List<Integer> groups = new ArrayList<>();
      for (int group = 0; group < training.block.blocks().size(); group++) {
        for (Parameter parameter : training.learned(group)) {
          parameters.add(parameter);
          groups.add(group);
        }
      }
      List<Scalars> expected =
          parameters.stream().map(p -> new Scalars(doubles(p.getArray().toFloatArray()))).toList();
      for (int step = 0; step < 4; step++) {
        training.train(0);
        for (int i = 0; i < parameters.size(); i++) {
          expected.get(i).step(TinyTraining.gradient(parameters.get(i)), rate(groups.get(i), step));
        }
        double[] rates = new double[training.block.blocks().size()];
        for (int group = 0; group < rates.length; group++) {
          rates[group] = rate(group, step);
        }
        optimizer.step(0, rates);
        for (int i = 0; i < parameters.size(); i++) {
          assertArrayEquals(
              expected.get(i).weights,
              doubles(parameters.get(i).getArray().toFloatArray()),
              2e-6,
              "step " + step + ", parameter " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void holdsVelocitiesOfActiveGroupsAlone(DjlEngine engine) {
    try (TinyTraining training = TinyTraining.of(engine, TinyNetworks.smooth())) {
      var optimizer =
          new NesterovOptimizer(
              engine, training.manager, training.block.blocks(), MOMENTUM, WEIGHT_DECAY);
      int groups = training.block.blocks().size();
      assertEquals(0, optimizer.velocities(), "none before the first step");
      int arrays = training.manager.getManagedArrays().size();
      for (int k = 0; k <= groups; k++) {
        optimizer.release(k);
        training.train(k);
        long learned = 0;
        double[] rates = new double[groups];
        Arrays.fill(rates, 0.1);
        optimizer.step(k, rates);
        for (int group = k; group < groups; group++) {
          learned += training.learned(group).size();
        }
        assertEquals(learned, optimizer.velocities(), "frozen prefix " + k);
        // A velocity and the handle of a gradient for each.
        assertEquals(
            arrays + 2 * learned, training.manager.getManagedArrays().size(), "frozen prefix " + k);
      }
    }
  }

  /**
   * More parameters than an engine updates at once, of one element and of thousands, get the bits
   * that they get one by one.
   */
  @ParameterizedTest
  @EnumSource
  void manyAtOnceGetTheBitsOfEachByItself(DjlEngine engine) {
    Engine djl = TinyExperiment.load(engine);
    engine.enterThread();
    try (NDManager manager = djl.newBaseManager(TinyExperiment.device())) {
      NesterovUpdate update = engine.nesterov(manager, MOMENTUM, WEIGHT_DECAY);
      List<NesterovUpdate.Arrays> together = new ArrayList<>();
      List<NesterovUpdate.Arrays> alone = new ArrayList<>();
      List<Scalars> expected = new ArrayList<>();
      List<float[]> gradients = new ArrayList<>();
      var random = new SplittableRandom(3);
      for (int i = 0; i < 2 * MxNetNesterov.MOST_TOGETHER + 7; i++) {
        int size = i % 10 == 0 ? (int) MxNetNesterov.SMALL + i : random.nextInt(1, 300);
        float[] weights = floats(random, size);
        float[] gradient = floats(random, size);
        for (List<NesterovUpdate.Arrays> list : List.of(together, alone)) {
          list.add(
              new NesterovUpdate.Arrays(
                  manager.create(weights),
                  manager.create(gradient),
                  manager.create(new float[size]),
                  rate(i, 0)));
        }
        expected.add(new Scalars(doubles(weights)));
        gradients.add(gradient);
      }
      update.apply(together);
      alone.forEach(arrays -> update.apply(List.of(arrays)));
      for (int i = 0; i < expected.size(); i++) {
        Scalars scalars = expected.get(i);
        scalars.step(doubles(gradients.get(i)), rate(i, 0));
        float[] weights = together.get(i).weights().toFloatArray();
        assertArrayEquals(alone.get(i).weights().toFloatArray(), weights, "weights " + i);
        assertArrayEquals(scalars.weights, doubles(weights), 2e-6, "weights " + i);
        float[] velocity = together.get(i).velocity().toFloatArray();
        assertArrayEquals(alone.get(i).velocity().toFloatArray(), velocity, "velocity " + i);
        assertArrayEquals(scalars.velocities, doubles(velocity), 2e-6, "velocity " + i);
      }
    }
  }

  private static float[] floats(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static double rate(int group, int step) {
    return 0.01 * (group + 1) / (step + 1);
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }
}
