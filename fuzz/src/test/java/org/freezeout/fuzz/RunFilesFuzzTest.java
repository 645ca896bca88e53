package org.freezeout.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.RunFolder;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.report.ComparisonReport;
import org.freezeout.report.RunReport;

/** The files of runs and comparisons, and the reports that are drawn from them. */
class RunFilesFuzzTest {

  private static final Law READING = new Law("run files", 4 << 20, 200);
  private static final Law REPORT = new Law("reports of run files", 512L << 20, 200);

  private static RunFiles files;

  @BeforeContainer
  static void write() throws IOException {
    files = RunFiles.create();
  }

  @AfterContainer
  static void delete() throws IOException {
    files.delete();
  }

  @AfterProperty
  void report() {
    READING.report();
    // What could be read can be drawn.
    REPORT.reportAnyShare();
  }

  @Provide
  Arbitrary<Input> inputs() {
    return Input.inputs(
        random -> {
          List<String> names = files.names();
          String file = names.get(random.nextInt(names.size()));
          String other = names.get(random.nextInt(names.size()));
          return Input.of(file, JsonDamage.of(files.intact(file), files.intact(other), random));
        });
  }

  /** What is read can be judged and written; one in ten is drawn, too. */
  @Property
  void areReadOrRefused(@ForAll("inputs") Input input) throws IOException {
    Path folder = files.folder();
    Path run = files.run(input.file());
    try {
      files.replace(input);
      boolean read =
          READING.holds(
              input,
              files.size(),
              folder,
              () -> {
                Comparison comparison = Comparison.read(folder);
                comparison.runs().forEach(TrainingRun::waitShare);
                comparison.write(folder);
                RunFolder.read(run);
                RunFolder.readArchitecture(run);
              });
      if (read && input.seed() % 10 == 0) {
        REPORT.holds(
            input,
            files.size(),
            folder,
            () -> {
              ComparisonReport.write(folder);
              RunReport.write(run);
            });
      }
    } finally {
      files.restore(input);
    }
  }
}
