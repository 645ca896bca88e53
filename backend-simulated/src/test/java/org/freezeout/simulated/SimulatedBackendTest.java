package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.Environment;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedBackendTest {

  private final TrainingBackend backend = new SimulatedBackend();

  @TempDir Path temp;

  @Test
  void isFoundByItsName() {
    assertInstanceOf(SimulatedBackend.class, TrainingBackend.named("simulated"));
    assertTrue(backend.status().ready());
  }

  @Test
  void saysWhereItsTimesComeFrom() throws IOException {
    Path file = Files.writeString(temp.resolve("costs.json"), Experiments.COSTS.formatted(""));
    Environment environment = open(Optional.of(file.toString())).environment();
    assertEquals("simulated", environment.engine());
    assertEquals("virtual clock", environment.hardware());
    assertEquals("costs from " + file, environment.engineVersion());
    assertEquals("costs from MACs", open(Optional.empty()).environment().engineVersion());
  }

  @Test
  void refusesCostsOfAnotherNetwork() throws IOException {
    Path file = temp.resolve("costs.json");
    Files.writeString(
        file,
        """
        {"format": 1, "groups": [
          {"forward_seconds": 1, "weight_gradient_seconds": 1,
           "inner_gradient_seconds": 1, "border_gradient_seconds": 1}]}
        """);
    assertEquals(
        file + ": groups must be 5, one for each layer group of five-groups, got 1",
        assertThrows(IllegalArgumentException.class, () -> open(Optional.of(file.toString())))
            .getMessage());
  }

  @Test
  void refusesSeveralDevices() {
    ExperimentSpec one = spec(Optional.empty());
    var several =
        new ExperimentSpec(
            one.architecture(),
            one.data(),
            EngineSpec.of("simulated", "gpu0,gpu1", 1),
            OptimizationSpec.of(2, 1, 0.1),
            one.seed());
    assertEquals(
        "engine simulated has one device at a time, got 'gpu0,gpu1'",
        assertThrows(IllegalArgumentException.class, () -> backend.open(several, null))
            .getMessage());
  }

  @Test
  void refusesFilesThatAreNotThere() {
    Path file = temp.resolve("nothing.json");
    assertEquals(
        "no such file: " + file,
        assertThrows(IllegalArgumentException.class, () -> open(Optional.of(file.toString())))
            .getMessage());
    assertEquals(
        temp + " is a folder, not a file",
        assertThrows(IllegalArgumentException.class, () -> open(Optional.of(temp.toString())))
            .getMessage());
    assertEquals(
        "engine simulated: needs a cost file after the colon",
        assertThrows(IllegalArgumentException.class, () -> open(Optional.of(""))).getMessage());
  }

  /** Weights change as long as a group trains, and not from its freeze step on. */
  @Test
  void weightsChangeUntilTheFreezeStep() {
    ExperimentSpec spec = spec(Optional.empty());
    LayerwiseSchedule schedule = FreezeOut.of(0.1, 0.5, Strategy.LINEAR).forLayers(5);
    try (TrainingSession session = backend.open(spec, null);
        Learner learner = session.newLearner(schedule);
        Learner other = session.newLearner(schedule)) {
      for (int step = 0; step < spec.length().steps(); step++) {
        String all = learner.weightsSha256();
        for (int group = 0; group < 5; group++) {
          assertEquals(other.groupSha256(group), learner.groupSha256(group));
        }
        String[] before = digests(learner);
        learner.train(step);
        other.train(step);
        for (int group = 0; group < 5; group++) {
          boolean frozen = step >= schedule.freezeStep(group, spec.length());
          assertEquals(frozen, before[group].equals(learner.groupSha256(group)), group + "");
        }
        assertNotEquals(all, learner.weightsSha256());
      }
    }
  }

  private static String[] digests(Learner learner) {
    String[] digests = new String[5];
    for (int group = 0; group < 5; group++) {
      digests[group] = learner.groupSha256(group);
    }
    return digests;
  }

  private TrainingSession open(Optional<String> file) {
    return backend.open(spec(file), null);
  }

  private static ExperimentSpec spec(Optional<String> file) {
    return Experiments.spec(1, 20, 1, file.map(Path::of));
  }
}
