package org.freezeout.experiment;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.freezeout.architecture.ArchitectureJson;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.CalibratedCost;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.cost.RunTime;
import org.freezeout.cost.StepSamples;

/**
 * What a calibration file holds: durations of training steps with several frozen prefixes, and
 * where, when and of which network they were measured. It speaks for that network, batch, engine
 * and machine alone, and refuses the others.
 *
 * @param format version of the file's format, {@value #FORMAT}
 * @param arch name of the network
 * @param architectureSha256 what {@link ArchitectureJson#sha256} says of it
 * @param input shape of an image, such as {@code 1x32x32}
 * @param classes number of classes
 * @param dataset the images, as on the command line
 * @param augment what was done to them: {@code none} or {@code standard}
 * @param batch images per step
 * @param seed the seed
 * @param environment engine, machine and versions
 * @param measuredAt when it was measured
 * @param loadAverage of the machine over the minute before; null where it tells none
 * @param prefixes how many layer groups were frozen, ascending from 0
 * @param cachePrecision how activations were kept in the steps with a cache; null if there are none
 * @param cachedPrefixes those of the prefixes that were also measured with a cache; null likewise,
 *     as in files of older versions
 * @param warmUpStepSeconds as {@code stepSeconds}, of the rounds before, by which drift is known
 *     and nothing else; null for none
 * @param stepSeconds in each round the seconds of one step with each prefix; then, for each of the
 *     cached prefixes, of a step that finds all in the cache; then of those that fill it
 * @param besideSteps what a run takes besides its steps
 */
public record Calibration(
    int format,
    String arch,
    String architectureSha256,
    String input,
    int classes,
    String dataset,
    String augment,
    int batch,
    long seed,
    Environment environment,
    Instant measuredAt,
    Double loadAverage,
    List<Integer> prefixes,
    @JsonInclude(JsonInclude.Include.NON_NULL) String cachePrecision,
    @JsonInclude(JsonInclude.Include.NON_NULL) List<Integer> cachedPrefixes,
    List<List<Double>> warmUpStepSeconds,
    List<List<Double>> stepSeconds,
    BesideSteps besideSteps) {

  /** The version of the format that this code reads and writes. */
  public static final int FORMAT = 2;

  /** From this age on a calibration is doubted. */
  static final Duration STALE = Duration.ofDays(30);

  /** From this share of the processors on a machine is busy with something else. */
  private static final double BUSY = 0.5;

  /**
   * Checks that nothing is missing and the steps can be compared.
   *
   * @throws IllegalArgumentException if that is not so, naming the field and the value
   */
  public Calibration {
    if (format != FORMAT) {
      throw new IllegalArgumentException(
          "format must be "
              + FORMAT
              + ", got "
              + format
              + (format < FORMAT ? ": it was measured by an older version, calibrate again" : ""));
    }
    Numbers.present("arch", arch);
    Numbers.present("architecture_sha256", architectureSha256);
    Numbers.present("input", input);
    Numbers.present("dataset", dataset);
    Numbers.present("augment", augment);
    Numbers.atLeast("classes", 1, classes);
    Numbers.atLeast("batch", 1, batch);
    Numbers.present("environment", environment);
    Numbers.present("environment.engine", environment.engine());
    Numbers.present("environment.engine_version", environment.engineVersion());
    Numbers.present("environment.device", environment.device());
    Numbers.present("environment.hardware", environment.hardware());
    Numbers.present("environment.os", environment.os());
    Numbers.present("environment.java", environment.java());
    Numbers.present("measured_at", measuredAt);
    if ((cachePrecision == null) != (cachedPrefixes == null)) {
      throw new IllegalArgumentException(
          "cache_precision and cached_prefixes go together, got "
              + cachePrecision
              + " and "
              + cachedPrefixes);
    }
    if (cachedPrefixes != null) {
      CachePrecision.named(cachePrecision);
      Numbers.atLeast("cached_prefixes", 1, cachedPrefixes.size());
    }
    var samples =
        new StepSamples(
            checked("prefixes", prefixes),
            cachedPrefixes == null ? List.of() : checked("cached_prefixes", cachedPrefixes),
            warmUpStepSeconds == null
                ? List.of()
                : checked("warm_up_step_seconds", warmUpStepSeconds),
            checked("step_seconds", stepSeconds));
    prefixes = samples.prefixes();
    cachedPrefixes = cachedPrefixes == null ? null : samples.cachedPrefixes();
    warmUpStepSeconds = samples.warmUp();
    stepSeconds = samples.rounds();
    Numbers.present("beside_steps", besideSteps);
  }

  private static <T> List<T> checked(String name, List<T> values) {
    if (Numbers.present(name, values).stream().anyMatch(Objects::isNull)) {
      throw new IllegalArgumentException(name + " must not hold null");
    }
    return values;
  }

  /**
   * Reads a calibration.
   *
   * @throws IllegalArgumentException if the file is missing, damaged or holds a field that is not
   *     known, in one line that names the file, the place and the field
   */
  public static Calibration read(Path file) throws IOException {
    return Json.readStrict(file, Calibration.class);
  }

  /** Writes it; at any moment the file is the old or the new one. */
  public void write(Path file) throws IOException {
    Json.write(file, this);
  }

  /**
   * The cost model of this machine.
   *
   * @param architecture the network, which must be the measured one
   * @throws IllegalArgumentException if it is another one, or a prefix at an end is missing
   */
  public CalibratedCost cost(ArchitectureSpec architecture) {
    if (!architectureSha256.equals(ArchitectureJson.sha256(architecture))) {
      throw new IllegalArgumentException(
          "the calibration is for "
              + network(arch, input, classes)
              + ", not for "
              + network(
                  architecture.name(), architecture.input().toString(), architecture.classes()));
    }
    return CalibratedCost.of(GroupCosts.ofMacs(NetworkCost.of(architecture)), samples());
  }

  /**
   * How long runs take on this machine.
   *
   * @param architecture the network, which must be the measured one
   * @throws IllegalArgumentException if it is another one, or a prefix at an end is missing
   */
  public RunTime runTime(ArchitectureSpec architecture) {
    return RunTime.of(cost(architecture), samples(), besideSteps.overheads());
  }

  private StepSamples samples() {
    return new StepSamples(
        prefixes,
        cachedPrefixes == null ? List.of() : cachedPrefixes,
        warmUpStepSeconds,
        stepSeconds);
  }

  private static String network(String name, String input, int classes) {
    return name + " over " + input + " with " + classes + " classes";
  }

  /**
   * Checks that it speaks for an experiment, as far as that can be told without the engine.
   *
   * @throws IllegalArgumentException if batch, engine, device or threads differ, naming both
   */
  public void checkFits(ExperimentSpec spec) {
    same("batch", batch, spec.optimization().batchSize());
    same("engine", environment.engine(), spec.engine().name());
    same("device", environment.device(), spec.engine().device());
    same("threads", environment.threads(), spec.engine().threads());
  }

  /**
   * Checks that it was measured where the experiment runs.
   *
   * @throws IllegalArgumentException if the engine's version or the hardware differ, naming both
   */
  public void checkFits(Environment here) {
    same("engine", environment.engine(), here.engine());
    same("engine version", environment.engineVersion(), here.engineVersion());
    same("device", environment.device(), here.device());
    same("hardware", environment.hardware(), here.hardware());
    same("processors", environment.cores(), here.cores());
    same("threads", environment.threads(), here.threads());
  }

  /**
   * Checks that it speaks for runs with a cache.
   *
   * @throws IllegalArgumentException if none was measured, or with another precision
   */
  public void checkCache(CachePrecision precision) {
    checkCache();
    same("cache precision", cachePrecision, precision.toString());
  }

  private void checkCache() {
    if (cachePrecision == null) {
      throw new IllegalArgumentException(
          "the calibration was measured without a cache and cannot predict with one: calibrate with"
              + " --cache");
    }
  }

  /**
   * What a cache spares in runs with this batch.
   *
   * @param views how many views of an image there are
   * @param trainingImages images trained on in each epoch, but for the last partial batch
   * @throws IllegalArgumentException if no cache was measured, or there are fewer images than a
   *     batch has
   */
  public PrefixCaching prefixCaching(int views, int trainingImages) {
    checkCache();
    Numbers.atLeast("training images", batch, trainingImages);
    int trained = trainingImages / batch * batch;
    return new PrefixCaching(views, 1, (double) trained / trainingImages, batch);
  }

  private static void same(String what, Object calibrated, Object wanted) {
    if (!calibrated.equals(wanted)) {
      throw new IllegalArgumentException(
          "the calibration is for " + what + " " + calibrated + ", not for " + wanted);
    }
  }

  /** Why it may not speak for now, though it fits; empty if nothing is known against it. */
  public List<String> doubts(Instant now) {
    List<String> doubts = new ArrayList<>();
    Duration age = Duration.between(measuredAt, now);
    if (age.compareTo(STALE) > 0) {
      doubts.add("the calibration is " + age.toDays() + " days old");
    }
    if (loadAverage != null && loadAverage > BUSY * environment.cores()) {
      doubts.add(
          "the calibration was measured on a busy machine, with a load of "
              + loadAverage
              + " on "
              + environment.cores()
              + " processors");
    }
    return doubts;
  }

  /** Where and when it was measured, in one line. */
  public String origin() {
    return environment.engine()
        + " "
        + environment.engineVersion()
        + " on "
        + environment.device()
        + " ("
        + environment.hardware()
        + "), "
        + environment.threads()
        + (environment.threads() == 1 ? " thread" : " threads")
        + ", batch "
        + batch
        + ", measured at "
        + measuredAt;
  }
}
