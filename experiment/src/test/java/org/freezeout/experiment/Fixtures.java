package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.data.Augmentation;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.function.Executable;

/** What the tests of this package share. */
final class Fixtures {

  static final SchedulePolicy BASELINE = new UniformAnnealing(0.1);

  /** Three groups that freeze at 0.5, 0.75 and 1. */
  static final SchedulePolicy LINEAR = FreezeOut.of(0.1, 0.5, Strategy.LINEAR);

  /** Three groups that freeze at 0.125, 0.421875 and 1, at rates 0.8, 0.237... and 0.1. */
  static final SchedulePolicy CUBIC = FreezeOut.of(0.1, 0.5, Strategy.CUBIC_SCALED);

  private Fixtures() {}

  /** Dense layers of 12, 8 and 4 multiply-accumulates. */
  static ArchitectureSpec network() {
    return new ArchitectureSpec(
        "three-groups",
        FeatureShape.ofVector(3),
        List.of(
            LayerGroup.of("first", new Dense(4, false), Activation.relu()),
            LayerGroup.of("second", new Dense(2, false), Activation.relu()),
            LayerGroup.of("last", new Dense(2, false))));
  }

  /** An experiment with batches of two images and one image to spare. */
  static ExperimentSpec spec(int epochs, int stepsPerEpoch) {
    return new ExperimentSpec(
        network(),
        new DataSpec("fake-data", 2 * stepsPerEpoch + 1, 7, Augmentation.STANDARD),
        EngineSpec.of("fake", "gpu1", 3),
        OptimizationSpec.of(2, epochs, 0.1),
        42);
  }

  /** Trains all of it in a folder that does not exist yet. */
  static List<TrainingRun> train(
      FakeBackend backend, ExperimentSpec spec, List<SchedulePolicy> policies, Path folder)
      throws IOException {
    return new LockstepTraining(spec, policies, TrainingListener.NONE, () -> false)
        .trainAll(backend, null, folder);
  }

  static RunRecord record(SchedulePolicy policy, int epochs, int stepsPerEpoch) {
    ExperimentSpec spec = spec(epochs, stepsPerEpoch);
    return RunRecord.start(spec, policy, Environment.here(spec.engine(), "1.0", "no hardware"));
  }

  static Metric.Step step(int step, int frozenPrefix, boolean timed, double seconds) {
    return new Metric.Step(step, 1.0, frozenPrefix, timed, seconds, 2 * seconds, 0, 0);
  }

  /** Timed steps of one frozen prefix. */
  static List<Metric.Step> steps(int frozenPrefix, double... seconds) {
    List<Metric.Step> steps = new ArrayList<>();
    for (double time : seconds) {
      steps.add(step(steps.size(), frozenPrefix, true, time));
    }
    return steps;
  }

  /** The message of bad input, which is one line. */
  static String refusal(Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }

  /** A run's record as older versions wrote it, so that it may be changed. */
  static void withoutChecksums(Path record) throws IOException {
    var json = new ObjectMapper();
    ObjectNode fields = (ObjectNode) json.readTree(record.toFile());
    fields.put("format", RunRecord.WITHOUT_CHECKSUMS).remove(List.of("digests", "sha256"));
    Files.writeString(record, fields.toPrettyString());
  }
}
