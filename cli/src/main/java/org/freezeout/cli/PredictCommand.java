package org.freezeout.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.cost.RunForecast;
import org.freezeout.cost.SavingInterval;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.TrainingLength;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts savings. */
@Command(
    name = "predict",
    description = {
      "What each strategy is predicted to save of the training time, without training.%n",
      "A saving is a fraction, 1 - C_f / C; the speedup factor is C / C_f.%n",
      "Example: freezeout predict --arch densenet-bc-76-12 --t0 0.5,0.8 --cost"
          + " paper,authors,gradient%n",
      "By measured step times, with the interval of a long run's saving: freezeout predict"
          + " --calibration FILE%n",
      "The total time of runs, with waiting for data, evaluation and start: freezeout predict"
          + " --calibration FILE --epochs 30%n",
      "With a cache: freezeout predict --arch wrn-16-4 --cache --epochs 10 --steps-per-epoch 390%n",
      "Memory, stage by stage: freezeout predict --arch wrn-16-4 --strategy cubic-scaled --memory"
          + " --batch 128 --memory-limit 8g%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class PredictCommand implements Callable<Integer> {

  @Mixin private ArchitectureOptions architecture;

  @Mixin private SchedulesOptions policies;

  @Option(
      names = "--cost",
      paramLabel = "MODEL",
      order = 32,
      split = ",",
      defaultValue = Defaults.COSTS,
      description =
          "Cost models: paper as published, authors as their code counts (DenseNet-BC only),"
              + " gradient by exact accounting, calibrated:FILE by step times measured on a"
              + " machine; may be repeated (default: ${DEFAULT-VALUE}).")
  private List<String> costs;

  @Mixin private CalibrationOption calibration;

  @Mixin private CacheOptions cache;

  @Option(
      names = "--steps-per-epoch",
      paramLabel = "N",
      order = 42,
      description =
          "With --cache: steps of each epoch, training images divided by the batch, rounded down; a"
              + " calibration knows the batch.")
  private Integer stepsPerEpoch;

  @Option(
      names = "--cache-precision",
      paramLabel = "P",
      order = 44,
      description = "With --cache: float32, or float16 in half the room (default: float32).")
  private CachePrecision precision;

  @Option(
      names = "--images",
      paramLabel = "N",
      order = 45,
      description =
          "Training images: with --cache for the size of the whole cache, with --calibration and"
              + " --epochs for the total time (default: those of the calibration's data set).")
  private Integer images;

  @Option(
      names = "--test-images",
      paramLabel = "N",
      order = 46,
      description =
          "With --calibration and --epochs: images evaluated after each epoch (default: those of the"
              + " calibration's data set).")
  private Integer testImages;

  @Mixin private MemoryOptions memory;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    Costs models = Costs.of(costs, calibration.file);
    models.calibration().ifPresent(architecture::defaultTo);
    // The base rate changes no saving.
    List<FreezeOut> schedules = policies.schedules(Double.parseDouble(Defaults.BASE_RATE));
    Optional<PrefixCaching> caching = caching(models.calibration().isPresent());
    Network network = architecture.network();
    if (memory.asked()) {
      if (caching.isPresent()) {
        throw new IllegalArgumentException("--memory does not go with --cache");
      }
      new MemoryForecast(network, memory).print(schedules, format.format);
      return ExitCode.OK;
    }
    List<CostModel> costModels = models.models(network.architecture());
    Optional<TimeForecast> time = time(models, network);
    Optional<CacheForecast> forecast =
        caching(caching, models).map(c -> forecast(network.described(), c, time));
    List<TimeForecast.Run> times = new ArrayList<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (FreezeOut schedule : schedules) {
      for (CostModel model : costModels) {
        for (boolean cached : forecast.isEmpty() ? new boolean[1] : new boolean[] {false, true}) {
          FreezePlan plan = plan(network, schedule, forecast, time, cached);
          RunForecast ofRun = time(time, model, plan);
          if (ofRun != null) {
            times.add(new TimeForecast.Run(schedule, cached, ofRun));
          }
          Map<String, Object> row = row(network, schedule, model, plan);
          if (models.calibration().isPresent()) {
            row.putAll(measured(model, plan, time.isPresent(), ofRun));
          }
          forecast.ifPresent(f -> row.putAll(cells(f, schedule, cached)));
          rows.add(row);
        }
      }
    }
    models.tellOrigin();
    var table = new Table(rows.get(0).keySet().toArray(String[]::new));
    rows.forEach(row -> table.row(row.values().toArray()));
    table.print(format.format);
    if (time.isPresent() && format.format == Format.TABLE) {
      System.out.printf("%n%s%n", time.get().text(times.get(0).forecast()));
      TimeForecast.table(times).print(Format.TABLE);
    }
    if (forecast.isPresent()) {
      if (format.format == Format.TABLE) {
        System.out.printf(
            "%nAn image at the borders where the cache may lie, in %s%n", precision());
        forecast.get().borders().print(Format.TABLE);
      }
      forecast
          .get()
          .warnings(schedules)
          .forEach(warning -> System.err.println("freezeout: warning: " + warning));
    }
    return ExitCode.OK;
  }

  /** The total time, where it is asked for. */
  private Optional<TimeForecast> time(Costs models, Network network) {
    return models
        .calibration()
        .filter(c -> cache.epochs() != null)
        .map(c -> TimeForecast.of(c, network, cache.epochs(), images, testImages));
  }

  /** What is cached; with a calibration in batches like its own. */
  private Optional<PrefixCaching> caching(Optional<PrefixCaching> caching, Costs models) {
    if (caching.isPresent()) {
      models.calibration().ifPresent(c -> c.checkCache(precision()));
    }
    return CacheOptions.likeCalibrated(caching, models.calibration(), images);
  }

  private static FreezePlan plan(
      Network network,
      FreezeOut schedule,
      Optional<CacheForecast> forecast,
      Optional<TimeForecast> time,
      boolean cached) {
    if (forecast.isPresent()) {
      return forecast.get().plan(schedule, cached);
    }
    return time.isPresent()
        ? time.get().plan(schedule)
        : FreezePlan.continuous(schedule, network.groups());
  }

  private Map<String, Object> cells(CacheForecast forecast, FreezeOut schedule, boolean cached) {
    Map<String, Object> cells = forecast.cells(schedule, cached);
    if (format.format != Format.TABLE) {
      cells.put("cache_border_bytes", cached ? forecast.borderBytes() : null);
    }
    return cells;
  }

  private static RunForecast time(Optional<TimeForecast> time, CostModel model, FreezePlan plan) {
    return time.isPresent() && model instanceof CalibratedCost ? time.get().of(plan) : null;
  }

  /** What a calibration says; all is null in the rows of other cost models. */
  private Map<String, Object> measured(
      CostModel model, FreezePlan plan, boolean timed, RunForecast forecast) {
    Map<String, Object> cells = new LinkedHashMap<>();
    SavingInterval interval =
        forecast != null
            ? forecast.trainingSaving()
            : model instanceof CalibratedCost calibrated ? calibrated.interval(plan) : null;
    cells.put("saving_low", interval == null ? null : interval.low());
    cells.put("saving_high", interval == null ? null : interval.high());
    if (timed && format.format != Format.TABLE) {
      cells.putAll(TimeForecast.cells(forecast));
    }
    cells.putAll(Advised.cells(forecast == null ? interval : forecast.totalSaving()));
    return cells;
  }

  private Optional<PrefixCaching> caching(boolean calibrated) {
    Optional<PrefixCaching> caching = cache.caching(calibrated);
    cache.onlyWithCache("--steps-per-epoch", stepsPerEpoch);
    cache.onlyWithCache("--cache-precision", precision);
    if (!calibrated || cache.epochs() == null) {
      cache.onlyWithCache("--images", images);
      if (testImages != null) {
        throw new IllegalArgumentException("--test-images goes with --calibration and --epochs");
      }
    }
    if (caching.isPresent() && calibrated == (stepsPerEpoch != null)) {
      throw new IllegalArgumentException(
          calibrated
              ? "--steps-per-epoch follows from the batch of the calibration: give --images"
              : "--cache needs --steps-per-epoch N");
    }
    return caching;
  }

  private CacheForecast forecast(
      ArchitectureSpec architecture, PrefixCaching caching, Optional<TimeForecast> time) {
    if (time.isPresent()) {
      return new CacheForecast(
          architecture, caching, time.get().length(), precision(), time.get().trainingImages());
    }
    if (images != null) {
      Bounds.within("--images", stepsPerEpoch, Integer.MAX_VALUE, images);
    }
    return new CacheForecast(
        architecture,
        caching,
        new TrainingLength(cache.epochs(), stepsPerEpoch),
        precision(),
        images);
  }

  private CachePrecision precision() {
    return precision == null ? CachePrecision.FLOAT32 : precision;
  }

  private static Map<String, Object> row(
      Network network, FreezeOut schedule, CostModel model, FreezePlan plan) {
    double saving = network.saving(model, plan);
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("arch", network.name());
    row.put("macs", network.cost().macs());
    row.put("strategy", schedule.name());
    row.put("t0", schedule.t0());
    row.put("cost_model", model.name());
    row.put("saving", saving);
    row.put("speedup_factor", 1 / (1 - saving));
    return row;
  }
}
