package org.freezeout.cost;

import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.TrainingLength;

/**
 * A cache of what the frozen prefix gives for each image, so that its forward pass need not run
 * again.
 *
 * <p>There is an entry for each image in each of its views; epoch e shows view e mod K. An entry is
 * stored, or deepened to the frozen prefix of the step, whenever its image is trained on. So at a
 * step of epoch e the forward pass of group i is spared for an image exactly if the last step that
 * showed it in the same view had already frozen group i, and cached: that step lies in epoch e - K,
 * anywhere in it with the same probability since epochs are shuffled. Over T steps in E epochs
 *
 * <pre>
 *   forward share of group i = 1 - max(0, (E - K) / E - f_i / T)
 *   f_i = freeze step of group max(i, first border - 1)
 * </pre>
 *
 * <p>That holds where images run one by one. Where a whole batch runs through a group as soon as
 * one of its B images needs it, the group is spared for a step with the probability h^B, where h is
 * the share of the images that were stored with it: in the epochs after one that stored only in its
 * second half, next to nothing is spared.
 *
 * <p>What it takes to write and read entries is not counted: it depends on where they lie.
 *
 * @param views how many augmented views K each image has, at least 1; 1 without augmentation
 * @param firstBorder the shortest frozen prefix whose outputs are kept, at least 1
 * @param seenShare share of the training images that each epoch trains on, in (0, 1]; the others
 *     fall into the partial batch that is dropped at its end. An image that its last epoch left out
 *     is looked for K epochs earlier
 * @param batch how many images B run forward together if one of them needs it, at least 1; 1 where
 *     each image runs for itself
 */
public record PrefixCaching(int views, int firstBorder, double seenShare, int batch) {

  private static final double ROUNDING = 1e-15;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is outside its domain
   */
  public PrefixCaching {
    atLeastOne("views", views);
    atLeastOne("first border", firstBorder);
    if (!(seenShare > 0 && seenShare <= 1)) {
      throw new IllegalArgumentException("seen share must lie in (0, 1], got " + seenShare);
    }
    atLeastOne("batch", batch);
  }

  /** Caching where each image runs for itself. */
  public PrefixCaching(int views, int firstBorder, double seenShare) {
    this(views, firstBorder, seenShare, 1);
  }

  /** Caching from the first frozen group on, where every epoch trains on every image. */
  public static PrefixCaching ofViews(int views) {
    return new PrefixCaching(views, 1, 1);
  }

  /** The expected share of all image passes in which a group runs forward, in (0, 1]. */
  public double forwardShare(LayerwiseSchedule schedule, TrainingLength length, int group) {
    int stored = storedFrom(schedule, length, group);
    return forwardShare(stored, length.epochs(), length.stepsPerEpoch());
  }

  /** The same where group i freezes at exactly t_i, whatever the number of steps of an epoch. */
  double idealForwardShare(LayerwiseSchedule schedule, int epochs, int group) {
    return forwardShare(schedule.freezeTime(keeper(schedule, group)) * epochs, epochs, 1);
  }

  /** The expected share of a step's images that run forward through a group, in [0, 1]. */
  public double forwardShare(
      LayerwiseSchedule schedule, TrainingLength length, int group, int step) {
    return 1 - Math.pow(storedShare(schedule, length, group, step), batch);
  }

  /** The expected share of a step's images that were stored with a group or one behind it. */
  public double storedShare(
      LayerwiseSchedule schedule, TrainingLength length, int group, int step) {
    int stored = storedFrom(schedule, length, group);
    double missed = 1;
    double spared = 0;
    for (int epoch = length.epoch(step) - views; epoch >= 0 && missed > 0; epoch -= views) {
      spared += missed * seenShare * storedShare(epoch, stored, length.stepsPerEpoch());
      missed *= 1 - seenShare;
    }
    return spared;
  }

  /** How many epochs write entries before any can be read; the first of them perhaps in part. */
  public int fillingEpochs(LayerwiseSchedule schedule, TrainingLength length) {
    int stored = storedFrom(schedule, length, 0);
    return stored >= length.steps() ? 0 : Math.min(views, length.epochs() - length.epoch(stored));
  }

  /** Whether any forward pass is spared: a view that was stored is shown once more. */
  public boolean pays(LayerwiseSchedule schedule, TrainingLength length) {
    return forwardShare(schedule, length, 0) < 1;
  }

  /**
   * The first step that stores the outputs of a group or of one behind it: entries of earlier steps
   * do not spare the group's forward pass.
   *
   * @return T where there is none
   * @throws IllegalArgumentException if the schedule has fewer groups than the first border
   */
  public int storedFrom(LayerwiseSchedule schedule, TrainingLength length, int group) {
    return schedule.freezeStep(keeper(schedule, group), length);
  }

  /** The same, as a share of all steps, where groups freeze at exactly t_i. */
  double idealStoredFrom(LayerwiseSchedule schedule) {
    return schedule.freezeTime(keeper(schedule, 0));
  }

  /** The share of all steps whose images come again in the same view. */
  double storingShare(int epochs) {
    return Math.max(0, epochs - views) / (double) epochs;
  }

  private int keeper(LayerwiseSchedule schedule, int group) {
    if (firstBorder > schedule.size()) {
      throw new IllegalArgumentException(
          "the first border must lie in [1, " + schedule.size() + "], got " + firstBorder);
    }
    return Math.max(group, firstBorder - 1);
  }

  private double forwardShare(double stored, int epochs, int stepsPerEpoch) {
    double steps = (double) epochs * stepsPerEpoch;
    if (seenShare == 1 && batch == 1) {
      return 1 - Math.max(0, steps - (double) views * stepsPerEpoch - stored) / steps;
    }
    // For each view the probability that an entry is there; an epoch that misses it leaves it.
    double[] there = new double[Math.min(views, epochs)];
    double spared = 0;
    int certain = 0; // epochs in a row after which an entry is sure to be there
    for (int epoch = (int) (stored / stepsPerEpoch); epoch < epochs; epoch++) {
      if (certain >= views) {
        return 1 - (spared + epochs - epoch) / epochs;
      }
      int view = epoch % views;
      spared += Math.pow(there[view], batch);
      there[view] =
          seenShare * storedShare(epoch, stored, stepsPerEpoch) + (1 - seenShare) * there[view];
      certain = there[view] > 1 - ROUNDING ? certain + 1 : 0;
    }
    return 1 - spared / epochs;
  }

  /** Share of an epoch's steps that store. */
  private static double storedShare(int epoch, double stored, int stepsPerEpoch) {
    double steps = (epoch + 1.0) * stepsPerEpoch - stored;
    return Math.max(0, Math.min(stepsPerEpoch, steps)) / stepsPerEpoch;
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + value);
    }
  }
}
