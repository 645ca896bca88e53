package org.freezeout.schedule;

/**
 * A rule that gives every layer of a network of any depth its learning rate: what a user chooses,
 * before the number of layers is known.
 */
public interface SchedulePolicy {

  /** The name in files and figures: {@code baseline}, {@code cubic-scaled}, … */
  String name();

  /** The base rate a. */
  double baseRate();

  /**
   * Resolves the rule for a network.
   *
   * @param layers number n of layers, at least 1
   * @throws IllegalArgumentException if {@code layers} is below 1, or the rule gives some layer a
   *     freeze time or rate that is not finite and positive
   */
  LayerwiseSchedule forLayers(int layers);
}
