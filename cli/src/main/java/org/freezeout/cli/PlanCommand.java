package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.freezeout.cost.Advice;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.GradientCost;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.cost.RunForecast;
import org.freezeout.experiment.Calibration;
import org.freezeout.experiment.FinishedRuns;
import org.freezeout.experiment.Json;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lays the ways to a wanted saving or time side by side. */
@Command(
    name = "plan",
    description = {
      "The ways to a wanted saving, or to a total time, side by side: for each strategy the latest t0"
          + " that reaches it, and how much training that takes from the layers. Says where freezing"
          + " is not worth it, and why.%n",
      "Lost training is by how much the integral of the learning rate falls, on average over the"
          + " layers and in the worst of them; the rate factor is how far above the base rate a"
          + " layer starts. The front has those that no other one beats: more saving, less lost"
          + " training or a smaller rate factor, and nothing worse.%n",
      "Examples: freezeout plan --calibration FILE --saving 0.20%n"
          + "freezeout plan --calibration FILE --time 3h --epochs 30 --runs runs%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class PlanCommand implements Callable<Integer> {

  @Mixin private ArchitectureOptions architecture;

  @Option(
      names = "--saving",
      paramLabel = "SAVING",
      order = 20,
      description = "The wanted saving: a fraction of the training steps' time, in [0, 1).")
  private Double saving;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      order = 21,
      description =
          "The total time that a run may take, such as 3h, 90m or 1h30m; needs --calibration and"
              + " --epochs.")
  private String time;

  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      order = 30,
      split = ",",
      defaultValue = "linear,linear-scaled,squared,squared-scaled,cubic,cubic-scaled",
      description = "The strategies to choose from (default: ${DEFAULT-VALUE}).")
  private List<Strategy> strategies;

  @Mixin private CalibrationOption calibration;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      order = 34,
      split = ",",
      description =
          "Finished runs whose measured errors stand beside the candidates, and whose t0 are"
              + " candidates too: folders of runs, of comparisons, or with some of these.")
  private List<Path> runs;

  @Mixin private CacheOptions cache;

  @Option(
      names = "--images",
      paramLabel = "N",
      order = 45,
      description =
          "With --calibration and --epochs: training images (default: those of the calibration's data"
              + " set).")
  private Integer images;

  @Option(
      names = "--test-images",
      paramLabel = "N",
      order = 46,
      description =
          "With --calibration and --epochs: images evaluated after each epoch (default: likewise).")
  private Integer testImages;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    double seconds = checkedSeconds();
    Costs models =
        Costs.of(
            calibration.file == null ? List.of(GradientCost.NAME) : List.of(), calibration.file);
    Optional<PrefixCaching> caching =
        CacheOptions.likeCalibrated(caching(), models.calibration(), images);
    models.calibration().ifPresent(architecture::defaultTo);
    Network network = architecture.network();
    CostModel model = models.models(network.architecture()).get(0);
    Optional<TimeForecast> forecast =
        models
            .calibration()
            .filter(c -> cache.epochs() != null)
            .map(c -> TimeForecast.of(c, network, cache.epochs(), images, testImages));
    Optional<FinishedRuns> finished =
        runs == null ? Optional.empty() : Optional.of(finished(network, models.calibration()));
    var candidates = new Candidates(network, model, forecast, finished);
    if (time != null && fitsAnyway(forecast.orElseThrow(), seconds)) {
      models.tellOrigin();
      return ExitCode.OK;
    }
    for (Strategy strategy : strategies) {
      if (time != null) {
        candidates.reachTime(strategy, seconds, Optional.empty());
        if (caching.isPresent()) {
          candidates.reachTime(strategy, seconds, caching);
        }
      } else {
        candidates.reachSaving(strategy, saving);
        caching.ifPresent(c -> candidates.reachSavingCached(strategy, saving, cache.epochs(), c));
      }
    }
    models.tellOrigin(); // when nothing is left that could be refused
    var columns =
        new Candidate.Columns(
            format.format,
            caching.isPresent(),
            calibration.file != null,
            forecast.isPresent(),
            finished.isPresent());
    List<Candidate> found = candidates.found();
    print(found.stream().map(candidate -> candidate.cells(found, columns)).toList());
    if (format.format == Format.TABLE && forecast.isPresent() && !found.isEmpty()) {
      System.out.printf("%n%s%n", forecast.get().text(found.get(0).forecast()));
    }
    finished
        .flatMap(FinishedRuns::baseline)
        .ifPresent(
            error ->
                System.err.printf(
                    Locale.ROOT,
                    "freezeout: without freezing the measured error is %.2f %%%n",
                    error.percent()));
    advise(candidates);
    return ExitCode.OK;
  }

  private double checkedSeconds() {
    if ((saving == null) == (time == null)) {
      throw new IllegalArgumentException(
          "plan needs either --saving SAVING or --time TIME"
              + (saving == null ? "" : ", not both"));
    }
    if (time == null) {
      return 0;
    }
    double seconds = Durations.seconds("--time", time);
    if (calibration.file == null) {
      throw new IllegalArgumentException("--time needs --calibration FILE");
    }
    return seconds;
  }

  private Optional<PrefixCaching> caching() {
    Optional<PrefixCaching> caching = cache.caching(calibration.file != null || runs != null);
    if (time != null && cache.epochs() == null) {
      throw new IllegalArgumentException("--time needs --epochs N");
    }
    boolean timed = calibration.file != null && cache.epochs() != null;
    if (!timed && (images != null || testImages != null)) {
      throw new IllegalArgumentException(
          (images != null ? "--images" : "--test-images")
              + " goes with --calibration and --epochs");
    }
    return caching;
  }

  /** Runs of this network, and of the calibration's data and batch where there is one. */
  private FinishedRuns finished(Network network, Optional<Calibration> calibrated)
      throws IOException {
    return FinishedRuns.in(
        runs,
        network
            .architecture()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--runs needs a network that can be trained, not " + network.name())),
        record ->
            (cache.epochs() == null || record.epochs() == cache.epochs())
                && calibrated
                    .map(
                        c ->
                            c.dataset().equals(record.dataset())
                                && c.augment().equals(record.augment())
                                && c.batch() == record.batch())
                    .orElse(true));
  }

  /** Answers not to freeze where a run without freezing ends in time. */
  private boolean fitsAnyway(TimeForecast forecast, double seconds) {
    var baseline = new UniformAnnealing(Double.parseDouble(Defaults.BASE_RATE));
    RunForecast alone = forecast.of(forecast.plan(baseline));
    if (alone.baseline().total() > seconds) {
      return false;
    }
    String reason =
        "without freezing a run takes "
            + Durations.text(alone.baseline().total())
            + ", which fits in "
            + time;
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("strategy", baseline.name());
    cells.put("t0", null);
    cells.put("saving", 0.0);
    if (format.format != Format.TABLE) {
      cells.putAll(TimeForecast.cells(alone));
    }
    cells.put("advice", "do not freeze");
    cells.put("reason", reason);
    print(List.of(cells));
    System.err.println("freezeout: do not freeze: " + reason);
    return true;
  }

  private void print(List<Map<String, Object>> rows) {
    if (format.format == Format.JSON) {
      System.out.println(Json.pretty(rows));
    } else if (!rows.isEmpty()) {
      var table = new Table(rows.get(0).keySet().toArray(String[]::new));
      rows.forEach(row -> table.row(row.values().toArray()));
      table.print(format.format);
    }
  }

  /** Says on stderr why not to freeze, where that is so. */
  private void advise(Candidates candidates) {
    List<Candidate> found = candidates.found();
    if (found.isEmpty() && time != null) {
      System.err.printf(
          "freezeout: impossible: no strategy takes at most %s; the least is %s%n",
          time, Durations.text(candidates.leastSeconds()));
    } else if (found.isEmpty()) {
      System.err.printf(
          Locale.ROOT,
          "freezeout: impossible: no strategy saves %s; the most is %.4f%n",
          saving,
          candidates.most());
    } else if (found.stream().noneMatch(c -> Advice.of(c.counted()).freeze())) {
      System.err.println(
          calibration.file == null
              ? "freezeout: do not freeze: nothing is saved"
              : "freezeout: do not freeze: what was measured does not tell any of these savings"
                  + " from 0");
    }
  }
}
