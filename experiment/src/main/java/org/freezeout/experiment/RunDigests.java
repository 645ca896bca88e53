package org.freezeout.experiment;

/**
 * What {@code run.json} says of the files beside it, so that damage to them shows.
 *
 * @param architecture what {@link org.freezeout.architecture.ArchitectureJson#sha256} says of the
 *     network
 * @param metricsBytes how much of {@code metrics.jsonl} was there; a run that goes on writes more
 * @param metrics SHA-256 over these bytes, in hexadecimal
 */
public record RunDigests(String architecture, long metricsBytes, String metrics) {

  /**
   * Checks that nothing is missing.
   *
   * @throws IllegalArgumentException if something is
   */
  public RunDigests {
    Numbers.present("digests.architecture", architecture);
    Numbers.atLeast("digests.metrics_bytes", 0, metricsBytes);
    Numbers.present("digests.metrics", metrics);
  }

  RunDigests withMetrics(long bytes, String sha256) {
    return new RunDigests(architecture, bytes, sha256);
  }
}
