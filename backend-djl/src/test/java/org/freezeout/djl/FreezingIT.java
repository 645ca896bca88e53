package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.experiment.FrozenTraces;
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

  /** The step that freezes a group leaves nothing in it; one that trains it leaves something. */
  @ParameterizedTest
  @EnumSource
  void theTracesOfAStepAreSeen(DjlEngine engine) {
    ArchitectureSpec network = TinyNetworks.smooth();
    LayerwiseSchedule schedule = TinyExperiment.freezing(network);
    try (DjlSession session = TinyExperiment.open(engine, network);
        DjlLearner learner = (DjlLearner) session.newLearner(schedule)) {
      int frozen = 0;
      for (int step = 0; step < TinyExperiment.STEPS; step++) {
        session.loadBatch(step);
        learner.train(step);
        int arrays = learner.manager().getManagedArrays().size();
        frozen = schedule.frozenPrefix(step / (double) TinyExperiment.STEPS);
        assertEquals(Optional.of(FrozenTraces.NONE), learner.frozenTraces(frozen));
        assertEquals(arrays, learner.manager().getManagedArrays().size());
        assertTrue(learner.frozenTraces(schedule.size()).orElseThrow().velocities() > 0);
      }
      assertTrue(frozen > 0);
      // A backward pass through everything, as an engine that skips nothing would do it.
      try (NDManager scope = learner.manager().newSubManager()) {
        NDArray images = session.shards().get(0).images().duplicate();
        images.attach(scope);
        NDArray labels = session.shards().get(0).labels().duplicate();
        labels.attach(scope);
        learner.network().train(0, images, labels);
      }
      FrozenTraces found = learner.frozenTraces(frozen).orElseThrow();
      assertTrue(found.gradients() > 0, found.toString());
      assertEquals(0, found.velocities());
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
