package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.freezeout.architecture.ArchitectureJson;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CachePrecision;
import org.freezeout.schedule.UniformAnnealing;

/**
 * Finished runs of one network whose errors can be compared: they differ in schedule, seed and
 * cache, and in nothing else that an error depends on.
 *
 * @param records of those that measured an error
 */
public record FinishedRuns(List<RunRecord> records) {

  /** How deep below a given folder a run's folder may lie: runs/comparison/run. */
  private static final int DEPTH = 2;

  public FinishedRuns {
    records = List.copyOf(records);
  }

  /**
   * A measured test error.
   *
   * @param percent mean over the runs
   * @param runs how many there are, which differ in their seed
   */
  public record MeasuredError(double percent, int runs) {}

  /**
   * Finds the runs in folders, which are those of runs, of comparisons, or hold some of these.
   *
   * @param architecture the network; runs of others are left out
   * @param wanted which runs count
   * @throws IllegalArgumentException if a folder holds no run at all, a file is damaged, or the
   *     runs differ in more than schedule, seed and cache; in one line that says in what
   */
  public static FinishedRuns in(
      List<Path> folders, ArchitectureSpec architecture, Predicate<RunRecord> wanted)
      throws IOException {
    String sha256 = ArchitectureJson.sha256(architecture);
    Set<Path> found = new LinkedHashSet<>();
    for (Path folder : folders) {
      List<Path> below = runsBelow(folder);
      if (below.isEmpty()) {
        throw new IllegalArgumentException("no run in " + folder);
      }
      found.addAll(below);
    }
    List<RunRecord> records = new ArrayList<>();
    for (Path run : found) {
      RunRecord record = RunFolder.readRecord(run);
      if (record.status() == RunStatus.FINISHED
          && record.errorPercent() != null
          && wanted.test(record)
          && ArchitectureJson.sha256(RunFolder.readArchitecture(run)).equals(sha256)) {
        records.add(record);
      }
    }
    requireAlike(records);
    return new FinishedRuns(records);
  }

  private static List<Path> runsBelow(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("no such folder: " + folder);
    }
    try (Stream<Path> paths = Files.walk(folder.toRealPath(), DEPTH)) {
      return paths
          .filter(path -> Files.isRegularFile(path.resolve(RunFolder.RECORD)))
          .sorted()
          .toList();
    }
  }

  private static void requireAlike(List<RunRecord> records) {
    Map<String, Function<RunRecord, Object>> settings = new LinkedHashMap<>();
    settings.put("dataset", RunRecord::dataset);
    settings.put("epochs", RunRecord::epochs);
    settings.put("batch", RunRecord::batch);
    settings.put("augment", RunRecord::augment);
    settings.put("views", record -> record.views() == null ? "none" : record.views());
    settings.put("base_rate", RunRecord::baseRate);
    settings.put("momentum", RunRecord::momentum);
    settings.put("weight_decay", RunRecord::weightDecay);
    settings.put("training_images", RunRecord::trainingImages);
    settings.put("test_images", RunRecord::testImages);
    settings.forEach(
        (name, setting) -> {
          Set<String> values = new TreeSet<>();
          records.forEach(record -> values.add(String.valueOf(setting.apply(record))));
          if (values.size() > 1) {
            throw new IllegalArgumentException(
                "errors of runs that differ in "
                    + name
                    + " cannot be compared: "
                    + String.join(", ", values));
          }
        });
  }

  /** The error without freezing; empty if it was not measured. */
  public Optional<MeasuredError> baseline() {
    return error(record -> record.strategy().equals(UniformAnnealing.NAME));
  }

  /**
   * The error with a schedule. A cache in float32 trains to the same bits as none, so such runs
   * count as runs without.
   *
   * @param strategy its name
   * @param t0 its t_0, the same to the last bit
   * @return empty if it was not measured
   */
  public Optional<MeasuredError> of(String strategy, double t0) {
    return error(
        record ->
            record.strategy().equals(strategy)
                && record.t0() != null
                && record.t0() == t0
                && !CachePrecision.FLOAT16.toString().equals(record.cachePrecision()));
  }

  /** Every t_0 that was trained with a strategy, ascending. */
  public List<Double> t0s(String strategy) {
    return records.stream()
        .filter(record -> record.strategy().equals(strategy) && record.t0() != null)
        .filter(record -> of(strategy, record.t0()).isPresent())
        .map(RunRecord::t0)
        .distinct()
        .sorted()
        .toList();
  }

  private Optional<MeasuredError> error(Predicate<RunRecord> which) {
    double[] errors = records.stream().filter(which).mapToDouble(RunRecord::errorPercent).toArray();
    if (errors.length == 0) {
      return Optional.empty();
    }
    double sum = 0;
    for (double error : errors) {
      sum += error;
    }
    return Optional.of(new MeasuredError(sum / errors.length, errors.length));
  }
}
