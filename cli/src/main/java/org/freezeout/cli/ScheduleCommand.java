package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.freezeout.experiment.Json;
import org.freezeout.report.ScheduleChart;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints freeze times and learning rates. */
@Command(
    name = "schedule",
    description = {
      "When each layer freezes, and at which learning rates it trains until then.%n",
      "Example: freezeout schedule --arch wrn-16-4 --epochs 10 --steps-per-epoch 390%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class ScheduleCommand implements Callable<Integer> {

  private static final int MOST_LAYERS = 100_000;
  private static final int MOST_POINTS = 1000;

  /** More than these would fill the memory, not a page. */
  private static final int MOST_RATES = 1_000_000;

  @Option(
      names = "--layers",
      paramLabel = "N",
      order = 1,
      description = "Number of layers; or name a network with --arch.")
  private Integer layers;

  @Mixin private ArchitectureOptions architecture;

  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      order = 20,
      defaultValue = "cubic-scaled",
      description =
          "linear, linear-scaled, squared, squared-scaled, cubic or cubic-scaled"
              + " (default: ${DEFAULT-VALUE}).")
  private Strategy strategy;

  @Option(
      names = "--t0",
      paramLabel = "T0",
      order = 21,
      defaultValue = "0.8",
      description =
          "Where the first layer freezes, before the power of the spacing, in (0, 1]"
              + " (default: ${DEFAULT-VALUE}).")
  private double t0;

  @Option(
      names = "--base-rate",
      paramLabel = "RATE",
      order = 22,
      defaultValue = "0.1",
      description = "The base learning rate (default: ${DEFAULT-VALUE}).")
  private double baseRate;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      order = 30,
      description = "With --steps-per-epoch: also print the step at which each layer freezes.")
  private Integer epochs;

  @Option(
      names = "--steps-per-epoch",
      paramLabel = "N",
      order = 31,
      description = "Steps of each epoch: training images divided by the batch, rounded down.")
  private Integer stepsPerEpoch;

  @Option(
      names = "--points",
      paramLabel = "N",
      order = 32,
      description =
          "Also print N learning rates of each layer: at evenly spaced steps from the first to the"
              + " last where a length is given, else at progress 0 to 1.")
  private Integer points;

  @Option(
      names = "--chart",
      paramLabel = "FILE",
      order = 40,
      description = "Also draw the learning rates of all layers into FILE, .svg or .png.")
  private Path chart;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    if (chart != null) {
      ScheduleChart.check(chart);
    }
    int n = layers();
    FreezeOut policy = FreezeOut.of(baseRate, t0, strategy);
    LayerwiseSchedule schedule = policy.forLayers(n);
    Optional<TrainingLength> length = length();
    RatePoints rates =
        points == null
            ? RatePoints.none()
            : RatePoints.of(Bounds.within("--points", 1, MOST_POINTS, points), length);
    if ((long) n * rates.progress().size() > MOST_RATES) {
      throw new IllegalArgumentException(
          "--points times layers must be at most "
              + MOST_RATES
              + ", got "
              + points
              + " times "
              + n);
    }
    Schedules.warnAboutRates(List.of(policy), n);
    if (chart != null) {
      String title = policy.name() + ", t0 " + policy.t0() + ", base rate " + policy.baseRate();
      ScheduleChart.write(schedule, title, chart);
    }
    print(policy, schedule, length, rates);
    return ExitCode.OK;
  }

  private int layers() throws IOException {
    if ((layers == null) == (architecture.name == null)) {
      throw new IllegalArgumentException(
          "give either --layers N or --arch NAME"
              + (layers == null ? "" : ", not both: " + layers + " and " + architecture.name));
    }
    if (layers == null) {
      return architecture.network().groups();
    }
    if (architecture.detailed()) {
      throw new IllegalArgumentException(
          "--input, --classes, --dim and --groups go with --arch, not with --layers");
    }
    return Bounds.within("--layers", 1, MOST_LAYERS, layers);
  }

  private Optional<TrainingLength> length() {
    if ((epochs == null) != (stepsPerEpoch == null)) {
      throw new IllegalArgumentException("--epochs and --steps-per-epoch go together");
    }
    return Optional.ofNullable(epochs).map(e -> new TrainingLength(e, stepsPerEpoch));
  }

  private void print(
      FreezeOut policy,
      LayerwiseSchedule schedule,
      Optional<TrainingLength> length,
      RatePoints rates) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < schedule.size(); i++) {
      int layer = i;
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("index", layer);
      row.put("freeze_time", schedule.freezeTime(layer));
      row.put("initial_rate", schedule.initialRate(layer));
      length.ifPresent(l -> row.put("freeze_step", schedule.freezeStep(layer, l)));
      List<Double> values = rates.progress().stream().map(t -> schedule.rate(layer, t)).toList();
      if (format.format == Format.JSON) {
        if (points != null) {
          row.put("rates", values);
        }
      } else {
        for (int p = 0; p < values.size(); p++) {
          row.put(rates.labels().get(p), values.get(p));
        }
      }
      rows.add(row);
    }
    if (format.format == Format.JSON) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("strategy", policy.name());
      object.put("t0", policy.t0());
      object.put("base_rate", policy.baseRate());
      object.put("layers", rows);
      System.out.println(Json.pretty(object));
    } else {
      var table = new Table(rows.get(0).keySet().toArray(String[]::new));
      rows.forEach(row -> table.row(row.values().toArray()));
      table.print(format.format);
    }
  }
}
