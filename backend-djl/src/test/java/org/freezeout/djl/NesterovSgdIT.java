package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The formula, in a trainer of DJL, on both engines. */
class NesterovSgdIT {

  @ParameterizedTest
  @EnumSource
  void followsTheFormula(DjlEngine engine) {
    float[] rates = {0.1f, 0.1f, 0.05f, 0, 0.02f};
    int[] step = {0};
    // One layer without bias that multiplies 3 numbers by weights: the gradient of the mean of its
    // outputs for two images is the mean of the images.
    float[] images = {1, 2, -1, 3, 0, 0.5f};
    double[] gradient = {2, 1, -0.25};
    SequentialBlock network =
        new SequentialBlock().add(Linear.builder().setUnits(1).optBias(false).build());
    Loss mean =
        new Loss("mean") {
          @Override
          public NDArray evaluate(NDList labels, NDList outputs) {
            return outputs.singletonOrThrow().mean();
          }
        };
    TinyExperiment.assumeReady(engine);
    try (Model model = TinyExperiment.load(engine).newModel("line", TinyExperiment.device())) {
      model.setBlock(network);
      var config =
          new DefaultTrainingConfig(mean)
              .optOptimizer(new NesterovSgd((id, count) -> rates[step[0]], 0.9, 0.01));
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(1, 3));
        var weights = network.getParameters().values().get(0);
        float[] initial = weights.getArray().toFloatArray();
        double[] w = {initial[0], initial[1], initial[2]};
        double[] v = new double[3];
        int arrays = 0;
        for (step[0] = 0; step[0] < rates.length; step[0]++) {
          try (NDManager scope = trainer.getManager().newSubManager();
              GradientCollector collector = trainer.newGradientCollector()) {
            NDList outputs = trainer.forward(new NDList(scope.create(images, new Shape(2, 3))));
            collector.backward(mean.evaluate(null, outputs));
          }
          trainer.step();
          for (int i = 0; i < 3; i++) {
            double d = gradient[i] + 0.01 * w[i];
            v[i] = 0.9 * v[i] + d;
            w[i] -= rates[step[0]] * (d + 0.9 * v[i]);
          }
          float[] expected = {(float) w[0], (float) w[1], (float) w[2]};
          assertArrayEquals(expected, weights.getArray().toFloatArray(), 1e-5f, "step " + step[0]);
          int now =
              model.getNDManager().getManagedArrays().size()
                  + trainer.getManager().getManagedArrays().size();
          arrays = step[0] == 1 ? now : arrays;
          assertEquals(step[0] > 1 ? arrays : now, now, "arrays left behind");
        }
      }
    }
  }

  @Test
  void refusesNumbersOutsideTheirDomain() {
    assertEquals(
        "momentum must lie in [0, 1), got 1.0",
        assertThrows(IllegalArgumentException.class, () -> new NesterovSgd((id, count) -> 0, 1, 0))
            .getMessage());
    assertEquals(
        "weightDecay must be finite and at least 0, got NaN",
        assertThrows(
                IllegalArgumentException.class,
                () -> new NesterovSgd((id, count) -> 0, 0, Double.NaN))
            .getMessage());
  }
}
