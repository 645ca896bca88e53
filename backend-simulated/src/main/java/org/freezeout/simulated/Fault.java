package org.freezeout.simulated;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.freezeout.experiment.OutOfMemoryException;
import org.freezeout.schedule.LayerwiseSchedule;

/**
 * Something that goes wrong in training, to see what becomes of it: at a step, in those runs in
 * which a layer group's learning rate is above a limit there.
 *
 * @param kind what goes wrong; the loss if it is null
 * @param step from 0
 * @param aboveRate the limit; null, so 0, for every run
 */
public record Fault(Kind kind, int step, Double aboveRate) {

  /** What goes wrong. */
  public enum Kind {
    /** The loss is no number. */
    @JsonProperty("loss")
    LOSS,
    /** The engine cannot have memory. */
    @JsonProperty("memory")
    MEMORY,
    /** The JVM cannot have memory. */
    @JsonProperty("heap")
    HEAP,
    /** The engine fails otherwise. */
    @JsonProperty("engine")
    ENGINE
  }

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is outside its domain, naming the field and the value
   */
  public Fault {
    kind = kind == null ? Kind.LOSS : kind;
    if (step < 0) {
      throw new IllegalArgumentException("step must be at least 0, got " + step);
    }
    aboveRate = Checks.within("above_rate", 0, Double.MAX_VALUE, Checks.orZero(aboveRate));
  }

  /** Whether it strikes a run at a step with this progress. */
  boolean strikes(int now, LayerwiseSchedule schedule, double progress) {
    return now == step && highestRate(schedule, progress) > aboveRate;
  }

  /**
   * What the step's loss is where it strikes.
   *
   * @throws RuntimeException or an {@code OutOfMemoryError}, unless it is the loss
   */
  double loss() {
    return switch (kind) {
      case LOSS -> Double.NaN;
      case MEMORY -> throw new OutOfMemoryException("out of memory on cpu: as asked for", null);
      case HEAP -> throw new OutOfMemoryError("as asked for");
      case ENGINE -> throw new IllegalStateException("as asked for");
    };
  }

  private static double highestRate(LayerwiseSchedule schedule, double progress) {
    double highest = 0;
    for (int group = 0; group < schedule.size(); group++) {
      highest = Math.max(highest, schedule.rate(group, progress));
    }
    return highest;
  }
}
