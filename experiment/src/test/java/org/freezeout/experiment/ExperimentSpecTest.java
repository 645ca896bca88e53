package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.freezeout.data.Augmentation;
import org.freezeout.schedule.TrainingLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentSpecTest {

  /** floor(images / batch) steps an epoch. */
  @ParameterizedTest
  @CsvSource({"100, 32, 3", "96, 32, 3", "95, 32, 2", "32, 32, 1", "10000, 1, 10000"})
  void dropsTheLastPartialBatch(int images, int batch, int steps) {
    assertEquals(new TrainingLength(4, steps), spec(images, batch).length());
  }

  @Test
  void refusesABatchLargerThanTheTrainingSet() {
    assertEquals(
        "batch must be at most the number of training images, 31, got 32",
        refusal(() -> spec(31, 32)));
  }

  @Test
  void refusesABatchThatLeavesADeviceWithoutAnImage() {
    EngineSpec three = EngineSpec.of("fake", "gpu0,gpu1,gpu2", 1);
    var data = new DataSpec("images", 100, 0, Augmentation.NONE);
    assertEquals(
        "batch must have an image for each of the 3 devices, got 2",
        refusal(
            () ->
                new ExperimentSpec(
                    Fixtures.network(), data, three, OptimizationSpec.of(2, 1, 0.1), 1)));
  }

  @Test
  void refusesMoreStepsThanCanBeCounted() {
    ExperimentSpec spec =
        new ExperimentSpec(
            Fixtures.network(),
            new DataSpec("images", 100_000, 0, Augmentation.NONE),
            EngineSpec.of("fake", "cpu", 1),
            OptimizationSpec.of(1, 100_000, 0.1),
            1);
    assertEquals(
        "epochs * stepsPerEpoch must be at most 2147483647, got 10000000000",
        refusal(spec::length));
  }

  @Test
  void refusesNumbersOfImagesOutOfRange() {
    assertEquals(
        "trainingImages must be at least 1, got 0",
        refusal(() -> new DataSpec("images", 0, 5, Augmentation.NONE)));
    assertEquals(
        "testImages must be at least 0, got -1",
        refusal(() -> new DataSpec("images", 1, -1, Augmentation.NONE)));
  }

  /** Momentum 0.9 and weight decay 1e-4 are the authors'. */
  @Test
  void optimizesLikeTheAuthors() {
    assertEquals(new OptimizationSpec(64, 10, 0.1, 0.9, 1e-4), OptimizationSpec.of(64, 10, 0.1));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0.1, 0.9, 0, 'batch must be at least 1, got 0'",
    "1, 0, 0.1, 0.9, 0, 'epochs must be at least 1, got 0'",
    "1, 1, 0, 0.9, 0, 'base rate must be finite and greater than 0, got 0.0'",
    "1, 1, NaN, 0.9, 0, 'base rate must be finite and greater than 0, got NaN'",
    "1, 1, Infinity, 0.9, 0, 'base rate must be finite and greater than 0, got Infinity'",
    "1, 1, 0.1, 1, 0, 'momentum must lie in [0, 1), got 1.0'",
    "1, 1, 0.1, NaN, 0, 'momentum must lie in [0, 1), got NaN'",
    "1, 1, 0.1, -0.1, 0, 'momentum must lie in [0, 1), got -0.1'",
    "1, 1, 0.1, 0.9, -1, 'weight decay must be finite and at least 0, got -1.0'",
    "1, 1, 0.1, 0.9, NaN, 'weight decay must be finite and at least 0, got NaN'",
  })
  void refusesSettingsOutOfRange(
      int batch, int epochs, double baseRate, double momentum, double weightDecay, String message) {
    assertEquals(
        message,
        refusal(() -> new OptimizationSpec(batch, epochs, baseRate, momentum, weightDecay)));
  }

  private static ExperimentSpec spec(int images, int batch) {
    return new ExperimentSpec(
        Fixtures.network(),
        new DataSpec("images", images, 0, Augmentation.NONE),
        EngineSpec.of("fake", "cpu", 1),
        OptimizationSpec.of(batch, 4, 0.1),
        1);
  }
}
