package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
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
        for (int group = 0; group < training.block.blocks().size(); group++) {
          optimizer.step(group, rate(group, step));
        }
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
        for (int group = k; group < groups; group++) {
          optimizer.step(group, 0.1);
          learned += training.learned(group).size();
        }
        assertEquals(learned, optimizer.velocities(), "frozen prefix " + k);
        // A velocity and the handle of a gradient for each.
        assertEquals(
            arrays + 2 * learned, training.manager.getManagedArrays().size(), "frozen prefix " + k);
      }
    }
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
