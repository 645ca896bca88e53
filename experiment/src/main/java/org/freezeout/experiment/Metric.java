package org.freezeout.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One line of {@code metrics.jsonl}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Metric.Step.class, name = "step"),
  @JsonSubTypes.Type(value = Metric.Evaluated.class, name = "evaluation"),
  @JsonSubTypes.Type(value = Metric.Frozen.class, name = "freeze"),
  @JsonSubTypes.Type(value = Metric.Audited.class, name = "audit"),
  @JsonSubTypes.Type(value = Metric.Traced.class, name = "audit_traces"),
  @JsonSubTypes.Type(value = Metric.TimeChecked.class, name = "audit_time"),
})
public sealed interface Metric {

  /** The step that it belongs to, from 0. */
  int step();

  /**
   * A training step.
   *
   * @param step from 0
   * @param loss mean loss of the batch, null where the engine has no data
   * @param frozenPrefix layer groups that were frozen
   * @param timed whether its duration counts; the first steps' does not
   * @param wallSeconds duration on the clock
   * @param cpuSeconds processor time of the process
   * @param waitSeconds how long training stood still for the batch
   * @param preparationSeconds how long the batch took to prepare, on another thread
   * @param cachedImages images of the batch whose frozen prefix did not run at all, null without a
   *     cache
   */
  record Step(
      int step,
      Double loss,
      int frozenPrefix,
      boolean timed,
      double wallSeconds,
      double cpuSeconds,
      double waitSeconds,
      double preparationSeconds,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer cachedImages)
      implements Metric {

    /**
     * Checks what readers rely on.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public Step {
      Numbers.atLeast("step", 0, step);
      Numbers.atLeast("frozen_prefix", 0, frozenPrefix);
      Numbers.seconds("wall_seconds", wallSeconds);
      Numbers.seconds("cpu_seconds", cpuSeconds);
      Numbers.seconds("wait_seconds", waitSeconds);
      Numbers.seconds("preparation_seconds", preparationSeconds);
      if (cachedImages != null) {
        Numbers.atLeast("cached_images", 0, cachedImages);
      }
    }

    /** A step without a cache. */
    public Step(
        int step,
        Double loss,
        int frozenPrefix,
        boolean timed,
        double wallSeconds,
        double cpuSeconds,
        double waitSeconds,
        double preparationSeconds) {
      this(
          step,
          loss,
          frozenPrefix,
          timed,
          wallSeconds,
          cpuSeconds,
          waitSeconds,
          preparationSeconds,
          null);
    }
  }

  /**
   * An evaluation on the test images.
   *
   * @param step steps that were done before it
   * @param errorPercent test error, null where there is none
   * @param loss mean test loss, null where there is none
   * @param wallSeconds duration on the clock
   * @param cpuSeconds processor time of the process
   */
  record Evaluated(
      int step, Double errorPercent, Double loss, double wallSeconds, double cpuSeconds)
      implements Metric {

    /**
     * Checks what readers rely on.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public Evaluated {
      Numbers.atLeast("step", 0, step);
      Numbers.percent("error_percent", errorPercent);
      Numbers.seconds("wall_seconds", wallSeconds);
      Numbers.seconds("cpu_seconds", cpuSeconds);
    }
  }

  /**
   * A layer group froze.
   *
   * @param step the first step at which it is frozen
   * @param group its index
   * @param name its name
   * @param sha256 SHA-256 over its weights and BatchNorm statistics as it froze
   */
  record Frozen(int step, int group, String name, String sha256) implements Metric {

    /**
     * Checks what readers rely on.
     *
     * @throws IllegalArgumentException if a number is out of range or something is missing
     */
    public Frozen {
      Numbers.atLeast("step", 0, step);
      Numbers.atLeast("group", 0, group);
      Numbers.present("name", name);
      Numbers.present("sha256", sha256);
    }
  }

  /**
   * A frozen layer group was looked at again, at the end of the run.
   *
   * @param step steps that were done before it
   * @param group its index
   * @param sha256 SHA-256 over its weights and BatchNorm statistics
   * @param unchanged whether they are bit for bit those at the freeze
   */
  record Audited(int step, int group, String sha256, boolean unchanged) implements Metric {

    /**
     * Checks what readers rely on.
     *
     * @throws IllegalArgumentException if a number is out of range or something is missing
     */
    public Audited {
      Numbers.atLeast("step", 0, step);
      Numbers.atLeast("group", 0, group);
      Numbers.present("sha256", sha256);
    }
  }

  /**
   * The frozen groups were looked at after the first step of a freeze event.
   *
   * @param step that step
   * @param frozenPrefix layer groups that were frozen in it
   * @param gradients how many of their parameters it computed a gradient for
   * @param velocities how many of them still have a momentum
   */
  record Traced(int step, int frozenPrefix, int gradients, int velocities) implements Metric {

    /**
     * Checks what readers rely on.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public Traced {
      Numbers.atLeast("step", 0, step);
      Numbers.atLeast("frozen_prefix", 1, frozenPrefix);
      Numbers.atLeast("gradients", 0, gradients);
      Numbers.atLeast("velocities", 0, velocities);
    }

    /** What was found. */
    FrozenTraces found() {
      return new FrozenTraces(gradients, velocities);
    }
  }

  /**
   * Whether steps got cheaper when layer groups froze: steps with the new frozen prefix against
   * steps with an earlier one. Where a baseline advanced in lockstep, every step is taken relative
   * to the baseline's.
   *
   * @param step the first step with the frozen prefix
   * @param frozenPrefix layer groups that are frozen from then on
   * @param reference frozen prefix of the earlier steps
   * @param steps timed steps with the frozen prefix
   * @param referenceSteps timed steps with the earlier one
   * @param measured step time divided by that of the earlier steps, by their medians; null where
   *     there are none
   * @param low lower end of its interval, null where there are too few steps; see {@link
   *     FreezeAudit}
   * @param high upper end
   * @param predicted the same by the cost model
   * @param verdict what follows
   */
  record TimeChecked(
      int step,
      int frozenPrefix,
      int reference,
      int steps,
      int referenceSteps,
      Double measured,
      Double low,
      Double high,
      double predicted,
      StepTimeVerdict verdict)
      implements Metric {

    /**
     * Checks what readers rely on.
     *
     * @throws IllegalArgumentException if a number is out of range or something is missing
     */
    public TimeChecked {
      Numbers.atLeast("step", 0, step);
      Numbers.atLeast("frozen_prefix", 1, frozenPrefix);
      Numbers.atLeast("reference", 0, reference);
      Numbers.atLeast("steps", 0, steps);
      Numbers.atLeast("reference_steps", 0, referenceSteps);
      Numbers.present("verdict", verdict);
      if (verdict.told() && (measured == null || low == null || high == null)) {
        throw new IllegalArgumentException("measured, low and high are missing for " + verdict);
      }
    }
  }
}
