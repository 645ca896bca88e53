package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.schedule.LayerwiseSchedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A group keeps its bits, running statistics included, from the step at which it freezes. */
class FreezingIT {

  @ParameterizedTest
  @EnumSource
  void frozenGroupsKeepEveryBitAndActiveOnesMove(DjlEngine engine) {
    for (ArchitectureSpec network : List.of(TinyNetworks.smooth(), TinyNetworks.withDropout())) {
      int groups = network.groups().size();
      try (DjlSession session = TinyExperiment.open(engine, network);
          Learner learner = session.newLearner(TinyExperiment.freezing(network))) {
        LayerwiseSchedule schedule = TinyExperiment.freezing(network);
        List<String> before = digests(learner, groups);
        // One step more than there are: all groups are frozen in it.
        for (int step = 0; step <= TinyExperiment.STEPS; step++) {
          session.loadBatch(step);
          double loss = learner.train(step).loss().orElseThrow();
          assertTrue(Double.isFinite(loss), "step " + step + ": loss " + loss);
          List<String> after = digests(learner, groups);
          int frozen = schedule.frozenPrefix(step / (double) TinyExperiment.STEPS);
          for (int group = 0; group < groups; group++) {
            assertEquals(
                group < frozen,
                before.get(group).equals(after.get(group)),
                network.name() + " step " + step + " group " + group);
          }
          before = after;
        }
        assertEquals(0, ((DjlLearner) learner).optimizer().velocities());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void evaluationChangesNothing(DjlEngine engine) {
    ArchitectureSpec network = TinyNetworks.smooth();
    try (DjlSession session = TinyExperiment.open(engine, network);
        Learner learner = session.newLearner(TinyExperiment.freezing(network))) {
      session.loadBatch(0);
      learner.train(0);
      String before = learner.weightsSha256();
      assertEquals(30, session.data().test().size(), "not a multiple of the batch");
      learner.evaluate();
      assertEquals(before, learner.weightsSha256());
    }
  }

  private static List<String> digests(Learner learner, int groups) {
    List<String> digests = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      digests.add(learner.groupSha256(group));
    }
    return digests;
  }
}
