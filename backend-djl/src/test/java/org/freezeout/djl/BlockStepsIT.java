package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.SavingInterval;
import org.freezeout.cost.StepSamples;
import org.freezeout.schedule.FreezeOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockStepsIT {

  private static final int ROUNDS = 4;

  @ParameterizedTest
  @EnumSource
  void timesEveryPrefixOnANetworkOfItsOwn(DjlEngine engine) {
    TinyExperiment.assumeReady(engine);
    List<FreezeOutTraining> trainings = new ArrayList<>();
    List<Model> models = new ArrayList<>();
    StepSamples samples =
        BlockSteps.measure(
            () -> LayerGroups.of(OwnProgram.network()),
            freezing -> {
              trainings.add(freezing);
              Model model = OwnProgram.model(engine, freezing.block());
              models.add(model);
              return trainer(model, freezing);
            },
            BlockStepsIT::batch,
            ROUNDS);
    int groups = trainings.get(0).groups().size();
    assertEquals(groups, samples.prefixes().size());
    assertEquals(ROUNDS, samples.rounds().size());
    for (int k = 0; k < groups; k++) {
      assertEquals(k, samples.prefixes().get(k));
      assertEquals(k, trainings.get(k).frozenPrefix());
      assertEquals(ROUNDS + 5, trainings.get(k).completedSteps());
      assertFalse(models.get(k).getNDManager().isOpen());
    }
    BlockCost cost = BlockCost.of(trainings.get(0).groups(), OwnProgram.INPUT);
    SavingInterval saving =
        CalibratedCost.of(GroupCosts.ofMacs(cost.network()), samples)
            .interval(FreezePlan.continuous(FreezeOut.of(0.1, 0.8), groups));
    assertTrue(saving.low() <= saving.saving() && saving.saving() <= saving.high());
  }

  @Test
  void probesTheEndsAndSomeBetween() {
    assertEquals(List.of(0, 1), BlockSteps.prefixes(2));
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7), BlockSteps.prefixes(8));
    assertEquals(List.of(0, 3, 6, 9, 12, 15, 18, 21), BlockSteps.prefixes(22));
  }

  @Test
  void refusesTooFewRounds() {
    assertThrows(
        IllegalArgumentException.class,
        () -> BlockSteps.measure(() -> null, freezing -> null, trainer -> null, 3));
  }

  private static Trainer trainer(Model model, FreezeOutTraining freezing) {
    Trainer trainer =
        model.newTrainer(
            OwnProgram.config(Optimizer.adam().optLearningRateTracker(freezing.tracker()).build()));
    trainer.initialize(OwnProgram.INPUT);
    return trainer;
  }

  private static Batch batch(Trainer trainer) {
    try {
      return trainer.iterateDataset(OwnProgram.data(trainer.getManager())).iterator().next();
    } catch (IOException | TranslateException e) {
      throw new IllegalStateException(e);
    }
  }
}
