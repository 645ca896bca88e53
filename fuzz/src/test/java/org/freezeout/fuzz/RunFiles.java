package org.freezeout.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.cost.GradientCost;
import org.freezeout.cost.PaperCost;
import org.freezeout.data.Augmentation;
import org.freezeout.experiment.Comparison;
import org.freezeout.experiment.DataSpec;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.freezeout.simulated.SimulatedBackend;

/** The folder of a small comparison, written by training on the virtual clock. */
final class RunFiles {

  private static final int BATCH = 10;
  private static final int EPOCHS = 2;
  private static final int STEPS_PER_EPOCH = 4;
  private static final double BASE_RATE = 0.1;

  private final Path folder;
  private final Map<String, String> intact = new TreeMap<>();

  private RunFiles(Path folder) {
    this.folder = folder;
  }

  static ExperimentSpec spec(String engine) throws IOException {
    ArchitectureSpec architecture =
        Architectures.named("wrn-10-1", Optional.empty(), OptionalInt.empty());
    return new ExperimentSpec(
        architecture,
        new DataSpec("fashion-mnist-subset", BATCH * STEPS_PER_EPOCH, 10, Augmentation.STANDARD),
        EngineSpec.of(engine, "cpu", 2),
        OptimizationSpec.of(BATCH, EPOCHS, BASE_RATE),
        1);
  }

  /** Trains a baseline and two schedules. */
  static RunFiles create() throws IOException {
    Path folder = Files.createTempDirectory("fuzz").resolve("comparison");
    ExperimentSpec spec = spec("simulated");
    List<SchedulePolicy> policies =
        List.of(
            new UniformAnnealing(BASE_RATE),
            FreezeOut.of(BASE_RATE, 0.5, Strategy.named("cubic-scaled")),
            FreezeOut.of(BASE_RATE, 0.8, Strategy.named("linear")));
    List<TrainingRun> runs =
        new LockstepTraining(spec, policies, TrainingListener.NONE, () -> false)
            .trainAll(new SimulatedBackend(), null, folder);
    Comparison.of(
            spec.architecture(),
            runs.get(0),
            runs.subList(1, runs.size()),
            List.of(new PaperCost(), new GradientCost()))
        .write(folder);
    RunFiles files = new RunFiles(folder);
    try (var all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (file.toString().endsWith(".sha256")) {
          Files.delete(file);
        } else {
          Files.writeString(file, withoutChecksums(Files.readString(file)));
          files.intact.put(folder.relativize(file).toString(), Files.readString(file));
        }
      }
    }
    return files;
  }

  /** As older versions wrote it: with checksums, no damage would ever come further. */
  private static String withoutChecksums(String text) {
    return withoutSeal(text)
        .replaceFirst("\"format\" : 2", "\"format\" : 1")
        .replaceFirst("(?s)\"digests\" : \\{.*?\\}", "\"digests\" : null");
  }

  /** A JSON object without the checksum at its end. */
  static String withoutSeal(String text) {
    return text.replaceFirst(",\\s+\"sha256\" : \"[0-9a-f]{64}\"\\s}\\s$", "\n}\n");
  }

  Path folder() {
    return folder;
  }

  /** The files, relative to the folder. */
  List<String> names() {
    return new ArrayList<>(intact.keySet());
  }

  String intact(String name) {
    return intact.get(name);
  }

  long size() throws IOException {
    long size = 0;
    for (String name : names()) {
      size += Files.size(folder.resolve(name));
    }
    return size;
  }

  /** The run that a file belongs to; the baseline for files of the comparison. */
  Path run(String name) {
    int slash = name.indexOf('/');
    return folder.resolve(slash < 0 ? UniformAnnealing.NAME : name.substring(0, slash));
  }

  void replace(Input input) throws IOException {
    Files.write(folder.resolve(input.file()), input.bytes());
  }

  void restore(Input input) throws IOException {
    Files.writeString(folder.resolve("comparison.json"), intact("comparison.json"));
    Files.writeString(folder.resolve(input.file()), intact(input.file()));
  }

  void delete() throws IOException {
    Folders.delete(folder.getParent());
  }
}
