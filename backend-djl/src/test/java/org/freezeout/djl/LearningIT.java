package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.experiment.Evaluation;
import org.freezeout.experiment.Learner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks really learn, frozen or not. */
class LearningIT {

  @ParameterizedTest
  @EnumSource
  void learnsATinySeparableProblem(DjlEngine engine) {
    for (ArchitectureSpec network :
        new ArchitectureSpec[] {TinyNetworks.smooth(), TinyNetworks.withDropout()}) {
      try (DjlSession session = TinyExperiment.open(engine, network);
          Learner learner = session.newLearner(TinyExperiment.freezing(network))) {
        double first = 0;
        double last = 0;
        for (int step = 0; step < TinyExperiment.STEPS; step++) {
          session.loadBatch(step);
          double loss = learner.train(step).loss().orElseThrow();
          first += step < 5 ? loss / 5 : 0;
          last += step >= TinyExperiment.STEPS - 5 ? loss / 5 : 0;
        }
        assertTrue(last < first / 2, network.name() + ": loss " + first + " to " + last);
        Evaluation evaluation = learner.evaluate();
        assertEquals(0, evaluation.errorPercent().orElseThrow(), network.name());
      }
    }
  }
}
