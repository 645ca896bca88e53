package org.freezeout.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.freezeout.data.ImageDataset;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the module's README compiles and runs, with another engine and folder. */
class ReadmeTest {

  @TempDir Path temp;

  private Comparison example(TrainingBackend backend, ExperimentSpec spec, ImageDataset dataset)
      throws IOException {
    List<SchedulePolicy> policies = List.of(new UniformAnnealing(0.1), FreezeOut.of(0.1, 0.8));
    List<TrainingRun> runs =
        new LockstepTraining(spec, policies, TrainingListener.NONE, () -> false)
            .trainAll(backend, dataset, temp);
    Comparison comparison =
        Comparison.of(spec.architecture(), runs.get(0), runs.subList(1, 2), List.of());
    comparison.write(temp);
    return comparison;
  }

  @Test
  void example() throws IOException {
    Comparison comparison = example(new FakeBackend(), Fixtures.spec(1, 10), null);
    assertEquals(comparison, Comparison.read(temp));
    assertEquals("cubic-scaled-t0.8", comparison.rows().get(0).run());
  }

  @Test
  void readmeShowsTheExample() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/org/freezeout/experiment/ReadmeTest.java"))
            .replace("trainAll(backend, dataset, temp)", "trainAll(backend, dataset, FOLDER)")
            .replace("comparison.write(temp)", "comparison.write(FOLDER)");
    String readme =
        Files.readString(Path.of("README.md")).replace("Path.of(\"runs/first\")", "FOLDER");
    int start = readme.indexOf("```java\n") + 8;
    readme
        .substring(start, readme.indexOf("```", start))
        .lines()
        .filter(line -> !line.contains("TrainingBackend.named"))
        .forEach(line -> assertTrue(source.contains(line), line));
  }
}
