package org.freezeout.experiment;

/**
 * How far a run had come when a checkpoint was written. What is frozen, the learning rates and all
 * random numbers follow from the schedule, the seed and the step, so it holds none of them.
 *
 * @param format version of the file's format, {@value #FORMAT}
 * @param step steps done, the evaluation after the last one included
 * @param errorPercent test error after the last evaluation, null where there is none
 * @param seconds the run's own wall-clock time
 * @param metricsBytes length of {@code metrics.jsonl}; what follows belongs to later steps
 * @param metricsSha256 SHA-256 over these bytes, in hexadecimal
 */
record Checkpoint(
    int format,
    int step,
    Double errorPercent,
    double seconds,
    long metricsBytes,
    String metricsSha256) {

  /** The version of the format that this code writes and reads. */
  static final int FORMAT = 1;

  /** A run that has not trained a step yet. */
  static final Checkpoint START = new Checkpoint(FORMAT, 0, null, 0, 0, Sha256.OF_NOTHING);

  Checkpoint {
    if (format != FORMAT) {
      throw new IllegalArgumentException("format must be " + FORMAT + ", got " + format);
    }
    Numbers.atLeast("step", 0, step);
    Numbers.seconds("seconds", seconds);
    Numbers.atLeast("metrics_bytes", 0, metricsBytes);
    Numbers.present("metrics_sha256", metricsSha256);
  }
}
