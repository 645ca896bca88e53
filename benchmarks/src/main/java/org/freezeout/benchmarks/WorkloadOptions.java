package org.freezeout.benchmarks;

import java.io.IOException;
import picocli.CommandLine.Option;

/** What is trained. */
final class WorkloadOptions {

  @Option(
      names = "--engine",
      defaultValue = "mxnet",
      description = "mxnet or pytorch (default: ${DEFAULT-VALUE}).")
  private String engine;

  @Option(
      names = "--arch",
      defaultValue = "wrn-16-1",
      description = "A network of the catalogue (default: ${DEFAULT-VALUE}).")
  private String architecture;

  @Option(
      names = "--batch",
      defaultValue = "64",
      description = "Images per step (default: ${DEFAULT-VALUE}).")
  private int batch;

  Workload workload(int steps) throws IOException {
    return Workload.of(engine, architecture, batch, steps);
  }

  String engine() {
    return engine;
  }

  String architecture() {
    return architecture;
  }

  int batch() {
    return batch;
  }
}
