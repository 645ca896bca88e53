package org.freezeout.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.Learner;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.UniformAnnealing;
import org.freezeout.simulated.SimulatedBackend;

/** Cost files of the simulated backend. */
class SimulatedCostsFuzzTest {

  private static final Law LAW = new Law("simulated cost files", 4 << 20, 200);

  private static final String GROUP =
      """
      {"forward_seconds": 0.01, "weight_gradient_seconds": 0.02, "inner_gradient_seconds": 1e-3,
       "border_gradient_seconds": 0, "update_seconds": 0.001}""";

  private static final String INTACT =
      """
      {
        "format": 1,
        "groups": [%s, %s, %s, %s, %s],
        "overhead_seconds": 0.002,
        "evaluation_seconds": 0.5,
        "data_wait_seconds": 0.001,
        "noise_sigma": 0.05,
        "drift": {"shape": "ramp", "amplitude": 0.2, "period_seconds": 100},
        "outliers": {"probability": 0.01, "factor": 5}
      }
      """
          .formatted(GROUP, GROUP, GROUP, GROUP, GROUP);

  private static Path folder;
  private static Path file;

  @BeforeContainer
  static void create() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    file = folder.resolve("costs.json");
  }

  @AfterContainer
  static void delete() throws IOException {
    Folders.delete(folder);
  }

  @AfterProperty
  void report() {
    LAW.report();
  }

  @Provide
  Arbitrary<Input> inputs() {
    return Input.inputs(random -> Input.of("costs.json", JsonDamage.of(INTACT, GROUP, random)));
  }

  /** With what is read, steps and evaluations take a finite time. */
  @Property
  void areReadOrRefused(@ForAll("inputs") Input input) throws IOException {
    Files.write(file, input.bytes());
    ExperimentSpec spec = RunFiles.spec("simulated:" + file);
    LAW.holds(
        input,
        input.bytes().length,
        file,
        () -> {
          try (TrainingSession session = new SimulatedBackend().open(spec, null);
              Learner learner =
                  session.newLearner(
                      new UniformAnnealing(0.1).forLayers(spec.architecture().groups().size()))) {
            session.loadBatch(0);
            double step = learner.train(0).elapsed().wallSeconds();
            double evaluation = learner.evaluate().elapsed().wallSeconds();
            assertTrue(step > 0 && step < 1e9, () -> "a step takes " + step);
            assertTrue(evaluation >= 0 && evaluation < 1e9, () -> "it takes " + evaluation);
          }
        });
  }
}
