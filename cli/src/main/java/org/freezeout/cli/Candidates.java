package org.freezeout.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.LostTraining;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.cost.RunForecast;
import org.freezeout.cost.SavingInterval;
import org.freezeout.cost.Solution;
import org.freezeout.cost.Solver;
import org.freezeout.experiment.FinishedRuns;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;

/** Looks for schedules that reach a saving or a time. */
final class Candidates {

  /** It changes neither savings nor lost training. */
  private static final double BASE_RATE = Double.parseDouble(Defaults.BASE_RATE);

  private static final double ROUNDING = 1e-9;

  private final Network network;
  private final CostModel model;
  private final Optional<TimeForecast> time;
  private final Optional<FinishedRuns> runs;
  private final List<Candidate> found = new ArrayList<>();
  private double most;
  private double leastSeconds = Double.POSITIVE_INFINITY;

  /**
   * Nothing found yet.
   *
   * @param model predicts savings
   * @param time predicts total times, if that is asked for
   * @param runs whose errors are shown, and whose t_0 are candidates too
   */
  Candidates(
      Network network, CostModel model, Optional<TimeForecast> time, Optional<FinishedRuns> runs) {
    this.network = network;
    this.model = model;
    this.time = time;
    this.runs = runs;
  }

  /** Those that were found, strategy by strategy. */
  List<Candidate> found() {
    return found;
  }

  /** The largest saving that any strategy that was looked at reaches. */
  double most() {
    return most;
  }

  /** The shortest time likewise, in seconds. */
  double leastSeconds() {
    return leastSeconds;
  }

  /** Adds the latest t_0 of a strategy that saves so much, and those of runs that do. */
  void reachSaving(Strategy strategy, double saving) {
    Solution solution = network.solve(model, strategy, saving);
    if (solution instanceof Solution.Impossible impossible) {
      most = Math.max(most, impossible.maxSaving());
    }
    var t0s = new TreeSet<Double>();
    if (solution instanceof Solution.Found solved) {
      t0s.add(solved.t0());
    }
    for (double t0 : trained(strategy)) {
      if (saving(strategy, t0).saving() >= saving - ROUNDING) {
        t0s.add(t0);
      }
    }
    t0s.forEach(t0 -> add(strategy, t0));
  }

  /** Adds the latest t_0 that saves so much with a cache. */
  void reachSavingCached(Strategy strategy, double saving, int epochs, PrefixCaching caching) {
    Solution solution = Solver.solve(network.described(), model, strategy, saving, epochs, caching);
    if (solution instanceof Solution.Impossible impossible) {
      most = Math.max(most, impossible.maxSaving());
    } else if (solution instanceof Solution.Found solved) {
      FreezeOut policy = policy(strategy, solved.t0());
      add(
          policy,
          Optional.of(caching),
          interval(FreezePlan.cached(policy, network.groups(), epochs, caching)));
    }
  }

  /**
   * Adds the latest t_0 of a strategy whose total time is no longer, and without a cache those of
   * such runs.
   */
  void reachTime(Strategy strategy, double seconds, Optional<PrefixCaching> caching) {
    TimeForecast forecast = time.orElseThrow();
    OptionalDouble latest =
        forecast
            .time()
            .latestT0(
                t0 -> forecast.plan(policy(strategy, t0), caching),
                forecast.length(),
                forecast.testImages(),
                seconds);
    leastSeconds = Math.min(leastSeconds, seconds(strategy, Solver.MIN_T0, caching));
    var t0s = new TreeSet<Double>();
    latest.ifPresent(t0s::add);
    if (caching.isEmpty()) {
      for (double t0 : trained(strategy)) {
        if (seconds(strategy, t0, caching) <= seconds) {
          t0s.add(t0);
        }
      }
    }
    t0s.forEach(t0 -> add(policy(strategy, t0), caching, null));
  }

  private List<Double> trained(Strategy strategy) {
    return runs.map(r -> r.t0s(strategy.toString())).orElse(List.of());
  }

  private static FreezeOut policy(Strategy strategy, double t0) {
    return FreezeOut.of(BASE_RATE, t0, strategy);
  }

  private double seconds(Strategy strategy, double t0, Optional<PrefixCaching> caching) {
    TimeForecast forecast = time.orElseThrow();
    return forecast.of(forecast.plan(policy(strategy, t0), caching)).scheduled().total();
  }

  private SavingInterval saving(Strategy strategy, double t0) {
    return interval(FreezePlan.continuous(policy(strategy, t0), network.groups()));
  }

  private SavingInterval interval(FreezePlan plan) {
    double saving = network.saving(model, plan);
    return model instanceof CalibratedCost calibrated
        ? calibrated.interval(plan)
        : new SavingInterval(saving, saving, saving);
  }

  private void add(Strategy strategy, double t0) {
    add(policy(strategy, t0), Optional.empty(), saving(strategy, t0));
  }

  /** Where the total time is predicted, that counts, and not the saving of steps by itself. */
  private void add(FreezeOut policy, Optional<PrefixCaching> caching, SavingInterval saving) {
    RunForecast forecast = time.map(t -> t.of(t.plan(policy, caching))).orElse(null);
    found.add(
        new Candidate(
            policy,
            caching.isPresent(),
            forecast == null ? saving : forecast.trainingSaving(),
            forecast,
            LostTraining.of(policy, network.groups()),
            runs.flatMap(r -> r.of(policy.name(), policy.t0()))));
  }
}
