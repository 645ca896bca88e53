package org.freezeout.data;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A loop over independent items, run by all processors. */
final class ParallelLoop {

  /** What is done to an item, with the scratch space of the thread that does it. */
  interface Body<S> {
    void run(int item, S scratch);
  }

  private record Failure(int item, RuntimeException exception) {}

  private ParallelLoop() {}

  /**
   * Runs the body for every item of [0, n).
   *
   * @throws RuntimeException what the body threw, as it was thrown; if it did several times, that
   *     of the first of the items
   */
  static <S> void run(int n, Supplier<S> newScratch, Body<S> body) {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<Failure> failure = new AtomicReference<>();
    IntStream.range(0, Math.min(n, Runtime.getRuntime().availableProcessors()))
        .parallel()
        .forEach(
            worker -> {
              S scratch = newScratch.get();
              for (int i = next.getAndIncrement();
                  i < n && !failedBefore(i, failure.get());
                  i = next.getAndIncrement()) {
                try {
                  body.run(i, scratch);
                } catch (RuntimeException e) {
                  failure.accumulateAndGet(
                      new Failure(i, e), (a, b) -> a == null || b.item() < a.item() ? b : a);
                }
              }
            });
    if (failure.get() != null) {
      throw failure.get().exception();
    }
  }

  private static boolean failedBefore(int item, Failure failure) {
    return failure != null && failure.item() < item;
  }
}
