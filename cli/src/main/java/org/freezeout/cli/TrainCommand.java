package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.freezeout.experiment.Json;
import org.freezeout.experiment.PlannedRun;
import org.freezeout.experiment.RunRecord;
import org.freezeout.report.Fonts;
import org.freezeout.report.RunReport;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains one run. */
@Command(
    name = "train",
    description = {
      "Trains a network once, under one strategy or without freezing.%n",
      "Writes run.json, metrics.jsonl, the trained weights and a report. Ctrl-C stops cleanly"
          + " between two steps.%n",
      "Example: freezeout train --arch vgg-11 --strategy cubic --t0 0.7 --epochs 5%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class TrainCommand implements Callable<Integer> {

  @Mixin private TrainingOptions training;

  @Option(
      names = "--strategy",
      paramLabel = "STRATEGY",
      order = 30,
      defaultValue = Defaults.STRATEGY,
      description =
          "linear, linear-scaled, squared, squared-scaled, cubic or cubic-scaled; baseline trains"
              + " without freezing (default: ${DEFAULT-VALUE}).")
  private String strategy;

  @Option(
      names = "--t0",
      paramLabel = "T0",
      order = 31,
      defaultValue = Defaults.T0,
      description =
          "Where the first layer freezes, before the power of the spacing, in (0, 1]"
              + " (default: ${DEFAULT-VALUE}).")
  private double t0;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    Fonts.check();
    SchedulePolicy policy =
        strategy.equals(UniformAnnealing.NAME)
            ? new UniformAnnealing(training.baseRate())
            : FreezeOut.of(training.baseRate(), t0, Strategy.named(strategy));
    Experiment experiment = training.experiment("train");
    PlannedRun planned = planned(experiment, policy);
    Map<String, Double> predicted = experiment.predicted(planned);
    Training.Outcome outcome =
        Training.run(
            experiment,
            List.of(planned),
            lockstep ->
                List.of(
                    lockstep.trainOne(
                        experiment.backend(), experiment.data(), experiment.folder())));
    if (!outcome.stopped()) {
      report(experiment.folder(), outcome.runs().get(0).record(), predicted, format.format);
    }
    return outcome.exitCode();
  }

  private PlannedRun planned(Experiment experiment, SchedulePolicy policy) {
    if (!training.caching().cache()) {
      return PlannedRun.of(policy);
    }
    if (policy instanceof UniformAnnealing) {
      throw new IllegalArgumentException(
          "--cache needs a strategy that freezes, got " + UniformAnnealing.NAME);
    }
    return training.caching().cached(experiment.spec(), List.of(policy)).get(0);
  }

  /** Writes the report and prints the run. */
  static void report(Path folder, RunRecord run, Map<String, Double> predicted, Format format)
      throws IOException {
    Path report = RunReport.write(folder);
    print(run, predicted, format);
    (format == Format.TABLE ? System.out : System.err).println("report: " + report);
  }

  private static void print(RunRecord run, Map<String, Double> predicted, Format format) {
    if (format == Format.JSON) {
      System.out.println(Json.pretty(run));
      return;
    }
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("strategy", run.strategy());
    cells.put("t0", run.t0());
    run.caching().ifPresent(precision -> cells.put("cache", precision));
    predicted.forEach((model, saving) -> cells.put("predicted_" + model, saving));
    cells.put("error_percent", run.errorPercent());
    cells.put("seconds", run.seconds());
    cells.put("status", run.status());
    new Table(cells.keySet().toArray(String[]::new)).row(cells.values().toArray()).print(format);
  }
}
