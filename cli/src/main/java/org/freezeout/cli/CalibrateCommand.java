package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.RunOverheads;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.CacheSpec;
import org.freezeout.experiment.Calibration;
import org.freezeout.experiment.Calibrator;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.OutputFile;
import org.freezeout.experiment.TrainingBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what steps cost on this machine. */
@Command(
    name = "calibrate",
    description = {
      "Measures what a training step takes here while more and more layers are frozen, and writes"
          + " a file by which predict, solve and compare predict savings with a 90 %% interval.%n",
      "It speaks for this network, engine, device, number of threads and batch alone. Nothing else"
          + " should run meanwhile; it takes about half a minute for small networks.%n",
      "With --cache it also measures steps that keep the outputs of frozen layers and find them"
          + " again, by which runs with a cache are predicted.%n",
      "Example: freezeout calibrate --arch wrn-16-1 --out wrn.json; freezeout predict --calibration"
          + " wrn.json%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class CalibrateCommand implements Callable<Integer> {

  @Mixin private SubjectOptions subject;

  @Mixin private SetupOptions setup;

  @Mixin private CachingOptions caching;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      order = 26,
      defaultValue = "" + Calibrator.SECONDS,
      description =
          "How long steps are timed; four times as long halves the intervals of predictions"
              + " (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      order = 50,
      description = "The file to write; it must not exist (default: runs/NAME.json).")
  private Path out;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    Bounds.within("--seconds", 1, Calibrator.MOST_SECONDS, seconds);
    caching.check();
    EngineSpec engine = setup.engine(subject.engine);
    TrainingBackend backend = TrainingBackend.named(engine.name());
    var optimization = setup.optimization(1, Double.parseDouble(Defaults.BASE_RATE));
    if (out != null) {
      // A folder that is left again need not be there.
      out = out.normalize();
      OutputFile.check(out);
    }
    ImageDataset data = setup.data();
    ExperimentSpec spec = setup.spec(subject.arch, engine, optimization, data, caching.views());
    Optional<Calibration> calibration = calibrate(spec, backend, data, seconds, caching.asked());
    if (calibration.isEmpty()) {
      return ExitCode.SOFTWARE;
    }
    Path file = out != null ? out : RunNames.unused(Path.of("runs"), "calibrate", spec, ".json");
    if (file.getParent() != null) {
      Files.createDirectories(file.getParent());
    }
    calibration.get().write(file);
    print(calibration.get(), spec);
    (format.format == Format.TABLE ? System.out : System.err).println("calibration: " + file);
    return ExitCode.OK;
  }

  /** Calibrates with progress on stderr; empty if it was stopped by a signal. */
  static Optional<Calibration> calibrate(
      ExperimentSpec spec,
      TrainingBackend backend,
      ImageDataset data,
      int seconds,
      Optional<CacheSpec> cache) {
    try (StopSignal stop = StopSignal.listen();
        Progress progress = Progress.open()) {
      Optional<Calibration> calibration =
          new Calibrator(spec, seconds, cache, progress, stop::requested).calibrate(backend, data);
      if (calibration.isEmpty()) {
        progress.line("freezeout: stopped; nothing was written");
      }
      return calibration;
    }
  }

  /** What a step takes with each prefix, beside what the multiply-accumulates say. */
  private void print(Calibration calibration, ExperimentSpec spec) {
    CalibratedCost cost = calibration.cost(spec.architecture());
    GroupCosts macs = GroupCosts.ofMacs(NetworkCost.of(spec.architecture()));
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Integer> prefixes = calibration.prefixes();
    for (int i = 0; i < prefixes.size(); i++) {
      int probe = i;
      double[] seconds =
          calibration.stepSeconds().stream().mapToDouble(round -> round.get(probe)).toArray();
      int prefix = prefixes.get(i);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("frozen_groups", prefix);
      row.put("step_seconds", new Median().evaluate(seconds));
      row.put("calibrated", cost.stepCost(prefix));
      row.put("gradient", macs.stepCost(prefix) / macs.stepCost(0));
      if (cost.knowsCaches()) {
        row.put("cached", cost.cachedStepCost(prefix));
        row.put("filling", cost.fillingStepCost(prefix));
      }
      rows.add(row);
    }
    if (format.format == Format.TABLE) {
      System.out.println(
          "Step times of "
              + calibration.origin()
              + ", and relative to nothing frozen: measured, and by the gradient model"
              + (cost.knowsCaches()
                  ? "; cached: all images found in a cache, filling: none found, all stored"
                  : ""));
    }
    var table = new Table(rows.get(0).keySet().toArray(String[]::new));
    rows.forEach(row -> table.row(row.values().toArray()));
    table.print(format.format);
    if (format.format == Format.TABLE) {
      System.out.println(besides(calibration));
    }
  }

  /** What a run takes besides its steps. */
  private static String besides(Calibration calibration) {
    RunOverheads besides = calibration.besideSteps().overheads();
    return String.format(
        Locale.ROOT,
        "Besides: %.2f ms of waiting for a batch, which takes %.2f ms to prepare meanwhile; %.3f ms"
            + " to evaluate an image; %.1f s to start",
        1000 * besides.handoverSeconds().value(),
        1000 * besides.preparationSeconds().value(),
        1000 * besides.evaluationSecondsPerImage().value(),
        besides.startSeconds().value());
  }
}
