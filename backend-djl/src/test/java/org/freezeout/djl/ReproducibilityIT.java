package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.schedule.LayerwiseSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run's bits depend on what it was asked to do, and on nothing beside. */
class ReproducibilityIT {

  private static final int STEPS = 15;
  private static final List<ArchitectureSpec> NETWORKS =
      List.of(TinyNetworks.smooth(), TinyNetworks.withDropout());

  @ParameterizedTest
  @EnumSource
  void sameSeedGivesTheSameBitsAndAnotherSeedOthers(DjlEngine engine) {
    for (ArchitectureSpec network : NETWORKS) {
      LayerwiseSchedule schedule = TinyExperiment.freezing(network);
      String first = alone(engine, network, schedule, 1);
      assertEquals(first, alone(engine, network, schedule, 1), network.name());
      assertNotEquals(first, alone(engine, network, schedule, 2), network.name());
    }
  }

  @ParameterizedTest
  @EnumSource
  void learnersInLockstepTrainAsEachAlone(DjlEngine engine) {
    for (ArchitectureSpec network : NETWORKS) {
      LayerwiseSchedule freezing = TinyExperiment.freezing(network);
      LayerwiseSchedule baseline = TinyExperiment.baseline(network);
      List<String> together;
      try (DjlSession session = TinyExperiment.open(engine, network)) {
        Learner first = session.newLearner(freezing);
        Learner second = session.newLearner(baseline);
        assertEquals(first.weightsSha256(), second.weightsSha256(), "identical to begin with");
        for (int step = 0; step < STEPS; step++) {
          session.loadBatch(step);
          (step % 2 == 0 ? first : second).train(step);
          (step % 2 == 0 ? second : first).train(step);
          if (step % 5 == 4) {
            first.evaluate();
          }
        }
        together = List.of(first.weightsSha256(), second.weightsSha256());
      }
      assertEquals(
          List.of(alone(engine, network, freezing, 1), alone(engine, network, baseline, 1)),
          together,
          network.name());
    }
  }

  /** What a GPU is made ready with leaves no trace. */
  @ParameterizedTest
  @EnumSource
  void theFirstUseOfADeviceChangesNoBit(DjlEngine engine) {
    for (ArchitectureSpec network : NETWORKS) {
      LayerwiseSchedule schedule = TinyExperiment.freezing(network);
      try (DjlSession session = TinyExperiment.open(engine, network);
          Learner learner = session.newLearner(schedule)) {
        session.useEveryKernel();
        assertEquals(1, session.learners());
        for (int step = 0; step < STEPS; step++) {
          session.loadBatch(step);
          learner.train(step);
          if (step % 5 == 4) {
            learner.evaluate();
          }
        }
        assertEquals(alone(engine, network, schedule, 1), learner.weightsSha256());
      }
    }
  }

  @Test
  void initialWeightsAreTheSameOnBothEngines() {
    ArchitectureSpec network = TinyNetworks.smooth();
    assertEquals(initial(DjlEngine.MXNET, network), initial(DjlEngine.PYTORCH, network));
  }

  private static String initial(DjlEngine engine, ArchitectureSpec network) {
    try (DjlSession session = TinyExperiment.open(engine, network)) {
      return session.newLearner(TinyExperiment.baseline(network)).weightsSha256();
    }
  }

  private static String alone(
      DjlEngine engine, ArchitectureSpec network, LayerwiseSchedule schedule, long seed) {
    try (DjlSession session =
            TinyExperiment.open(engine, network, TinyExperiment.STEPS / 10, seed);
        Learner learner = session.newLearner(schedule)) {
      for (int step = 0; step < STEPS; step++) {
        session.loadBatch(step);
        learner.train(step);
        if (step % 5 == 4) {
          learner.evaluate();
        }
      }
      return learner.weightsSha256();
    }
  }
}
