package org.freezeout.simulated;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.freezeout.cost.GroupCost;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.freezeout.experiment.Json;

/**
 * How long everything takes on a simulated machine: what a cost file holds. Times are for a batch
 * of the size that is trained with, whatever that is.
 *
 * <p>A step with k frozen layer groups takes
 *
 * <pre>
 *   (overhead + cost of the groups with k of them frozen) * noise * drift
 *   noise = exp(sigma * z - sigma² / 2), times the outliers' factor for some steps
 * </pre>
 *
 * with z normally distributed. The groups' cost follows the rules of {@link GroupCosts}. Noise has
 * mean 1, so without outliers and drift these are the mean step times.
 *
 * @param format version of the file's format, {@value #FORMAT}
 * @param groups the layer groups from the input to the output, at least one
 * @param overheadSeconds what every step takes besides; 0 if it is null
 * @param evaluationSeconds an evaluation on all test images of the data set; 0 if it is null
 * @param dataWaitSeconds waiting for a batch, before every step, whatever steps take; 0 if it is
 *     null
 * @param noiseSigma standard deviation of the logarithm of a step's noise, in [0, 3]; 0 if it is
 *     null
 * @param drift changes of the machine; {@link Drift#NONE} if it is null
 * @param outliers slow steps; {@link Outliers#NONE} if it is null
 * @param fault what goes wrong; null for nothing
 */
public record SimulatedCosts(
    int format,
    List<GroupSeconds> groups,
    Double overheadSeconds,
    Double evaluationSeconds,
    Double dataWaitSeconds,
    Double noiseSigma,
    Drift drift,
    Outliers outliers,
    Fault fault) {

  /** The version of the format that this code reads. */
  public static final int FORMAT = 1;

  /** Speed where the costs are derived: that of a few cores of a processor. */
  public static final double MACS_PER_SECOND = 5e10;

  /** What every step takes besides where the costs are derived. */
  public static final double OVERHEAD_SECONDS = 0.001;

  /**
   * Checks the costs.
   *
   * @throws IllegalArgumentException if one is missing or outside its domain, naming the field and
   *     the value
   */
  public SimulatedCosts {
    if (format != FORMAT) {
      throw new IllegalArgumentException("format must be " + FORMAT + ", got " + format);
    }
    if (groups == null || groups.isEmpty() || groups.stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(
          "groups must list the costs of at least one layer group, got " + groups);
    }
    groups = List.copyOf(groups);
    overheadSeconds = Checks.seconds("overhead_seconds", Checks.orZero(overheadSeconds));
    evaluationSeconds = Checks.seconds("evaluation_seconds", Checks.orZero(evaluationSeconds));
    dataWaitSeconds = Checks.seconds("data_wait_seconds", Checks.orZero(dataWaitSeconds));
    noiseSigma = Checks.within("noise_sigma", 0, 3, Checks.orZero(noiseSigma));
    drift = drift == null ? Drift.NONE : drift;
    outliers = outliers == null ? Outliers.NONE : outliers;
    if (overheadSeconds == 0 && groups.stream().allMatch(g -> g.forwardSeconds() == 0)) {
      throw new IllegalArgumentException(
          "a step must take time: overhead_seconds and every forward_seconds are 0");
    }
  }

  /** Costs of a machine on which nothing goes wrong. */
  public SimulatedCosts(
      int format,
      List<GroupSeconds> groups,
      Double overheadSeconds,
      Double evaluationSeconds,
      Double dataWaitSeconds,
      Double noiseSigma,
      Drift drift,
      Outliers outliers) {
    this(
        format,
        groups,
        overheadSeconds,
        evaluationSeconds,
        dataWaitSeconds,
        noiseSigma,
        drift,
        outliers,
        null);
  }

  /**
   * Reads a cost file.
   *
   * @throws IllegalArgumentException if it is missing, damaged or holds a field that is not known,
   *     in one line that names the file, the place, the field and its value
   */
  public static SimulatedCosts read(Path file) throws IOException {
    return Json.readStrict(file, SimulatedCosts.class);
  }

  /**
   * Costs of a machine that does {@value #MACS_PER_SECOND} multiply-accumulates a second, forward
   * and backward alike, and takes {@value #OVERHEAD_SECONDS} s for every step besides. It has
   * neither noise nor drift, and never waits for data.
   *
   * @param network the multiply-accumulates of one image
   * @param batch images per step
   * @param testImages images of an evaluation
   */
  public static SimulatedCosts ofMacs(NetworkCost network, int batch, int testImages) {
    double seconds = batch / MACS_PER_SECOND;
    List<GroupSeconds> groups = new ArrayList<>();
    for (GroupCost macs : GroupCosts.ofMacs(network).groups()) {
      groups.add(
          new GroupSeconds(
              macs.forward() * seconds,
              macs.weightGradient() * seconds,
              macs.innerGradient() * seconds,
              macs.borderGradient() * seconds,
              0.0));
    }
    double evaluation = network.macs() * (testImages / MACS_PER_SECOND);
    return new SimulatedCosts(
        FORMAT, groups, OVERHEAD_SECONDS, evaluation, 0.0, 0.0, Drift.NONE, Outliers.NONE);
  }

  /**
   * The same where an evaluation is on a part of the test images.
   *
   * @param part of them, a fraction
   */
  SimulatedCosts evaluatingPart(double part) {
    return new SimulatedCosts(
        format,
        groups,
        overheadSeconds,
        evaluationSeconds * part,
        dataWaitSeconds,
        noiseSigma,
        drift,
        outliers,
        fault);
  }

  /**
   * The groups' costs in seconds, updates included and overhead left out.
   *
   * @param learns for each group whether it has anything to learn
   */
  public GroupCosts groupCosts(List<Boolean> learns) {
    List<GroupCost> costs = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      costs.add(groups.get(i).cost(learns.get(i)));
    }
    return new GroupCosts(costs);
  }
}
