package org.freezeout.benchmarks;

/** A way to train the network of a workload, step by step. */
interface Contender extends AutoCloseable {

  /** Its name in tables. */
  String name();

  /** Trains one step on its next batch; need not wait for the engine. */
  void step();

  /** Frees all that it holds. */
  @Override
  void close();
}
