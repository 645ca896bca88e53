package org.freezeout.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.SavingInterval;
import org.freezeout.experiment.Calibration;
import org.freezeout.experiment.Calibrator;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.simulated.SimulatedBackend;

/** Calibration files. */
class CalibrationFuzzTest {

  private static final Law LAW = new Law("calibrations", 4 << 20, 200);

  private static final SchedulePolicy POLICY = FreezeOut.of(0.1, 0.5, Strategy.CUBIC);

  private static ExperimentSpec spec;
  private static Path folder;
  private static Path file;
  private static String intact;

  @BeforeContainer
  static void write() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    file = folder.resolve("calibration.json");
    spec = RunFiles.spec(SimulatedBackend.NAME);
    new Calibrator(spec, TrainingListener.NONE, () -> false)
        .calibrate(new SimulatedBackend(), null)
        .orElseThrow()
        .write(file);
    intact = RunFiles.withoutSeal(Files.readString(file));
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
    return Input.inputs(
        random ->
            Input.of(
                "calibration.json",
                random.nextInt(10) == 0
                    ? Damage.bytes(intact)
                    : JsonDamage.of(intact, intact, random)));
  }

  /** What is read predicts a saving within its interval, and is written and read as the same. */
  @Property
  void areReadOrRefused(@ForAll("inputs") Input input) throws IOException {
    Files.write(file, input.bytes());
    LAW.holds(
        input,
        input.bytes().length,
        file,
        () -> {
          Calibration calibration = Calibration.read(file);
          assertTrue(Law.complaint(calibration.origin()) == null, calibration::origin);
          List<String> doubts = calibration.doubts(Instant.parse("2026-01-01T00:00:00Z"));
          doubts.forEach(doubt -> assertTrue(Law.complaint(doubt) == null, doubt));
          predicts(calibration);
          Path copy = folder.resolve("copy.json");
          calibration.write(copy);
          assertEquals(calibration, Calibration.read(copy));
        });
  }

  /** One that is for the network must predict. */
  private static void predicts(Calibration calibration) {
    CalibratedCost cost;
    try {
      cost = calibration.cost(spec.architecture());
    } catch (IllegalArgumentException e) {
      assertTrue(Law.complaint(e.getMessage()) == null, e.getMessage());
      return;
    }
    FreezePlan plan =
        FreezePlan.discrete(POLICY, spec.architecture().groups().size(), spec.length());
    double saving = cost.saving(spec.architecture(), plan);
    SavingInterval interval = cost.interval(plan, spec.length());
    assertTrue(
        interval.low() <= saving && saving <= interval.high(), () -> saving + " in " + interval);
  }
}
