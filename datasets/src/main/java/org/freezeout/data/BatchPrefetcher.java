package org.freezeout.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Prepares the batches of the coming steps on other threads, so that training need not wait.
 *
 * <pre>{@code
 * try (BatchPrefetcher prefetcher = new BatchPrefetcher(batches, 0)) {
 *   for (int step = 0; step < steps; step++) {
 *     TimedBatch next = prefetcher.take(step);
 *     train(next.batch());
 *   }
 * }
 * }</pre>
 *
 * <p>Three batches are prepared ahead, in the order of the steps, by daemon threads that share the
 * work on each batch. Their arrays are used again: nothing is allocated from step to step. Taking
 * is for one thread at a time.
 */
public final class BatchPrefetcher implements AutoCloseable {

  private static final int AHEAD = 3;
  private static final int UNKNOWN = -1;
  private static final int MOST_THREADS = 8;

  /** Images that a thread prepares before it looks for other work. */
  private static final int PART = 8;

  private final TrainingBatches batches;

  /** One more than is prepared ahead: the batch that the caller works with. */
  private final List<Slot> slots = new ArrayList<>();

  private final List<Thread> threads = new ArrayList<>();
  private int head; // the slot of the next step; the one before it is the caller's
  private int nextStep;
  private boolean closed;

  /** Room for one batch; guarded by the prefetcher. */
  private static final class Slot {
    final Batch batch;
    int step;
    int claimed; // images that threads have begun to work on
    int working; // threads at work
    long nanos;
    Throwable failure;

    Slot(Batch batch) {
      this.batch = batch;
    }

    void begin(int newStep) {
      step = newStep;
      claimed = 0;
      nanos = 0;
      failure = null;
    }

    void abandon() {
      claimed = batch.size();
    }

    boolean hasWork() {
      return claimed < batch.size();
    }

    boolean isDone() {
      return !hasWork() && working == 0;
    }
  }

  /** Starts to prepare the batches from a step on. */
  public BatchPrefetcher(TrainingBatches batches, int firstStep) {
    this(batches, firstStep, threads(Runtime.getRuntime().availableProcessors()));
  }

  BatchPrefetcher(TrainingBatches batches, int firstStep, int threadCount) {
    this.batches = batches;
    nextStep = Checks.atLeast("step", 0, firstStep);
    for (int i = 0; i < AHEAD + 1; i++) {
      slots.add(new Slot(batches.newBatch()));
      slots.get(i).begin(firstStep + i);
    }
    slots.get(AHEAD).abandon(); // until it is the turn of its step
    for (int i = 0; i < threadCount; i++) {
      Thread thread = new Thread(this::work, "freezeout-batches-" + i);
      thread.setDaemon(true);
      threads.add(thread);
    }
    threads.forEach(Thread::start);
  }

  /** How many threads share the work on a batch, on a machine with so many processors. */
  public static int threads(int processors) {
    return Math.max(1, Math.min(MOST_THREADS, processors / 2));
  }

  /**
   * The batch of a step. Fast for the step after the one taken before; preparation starts anew from
   * any other.
   *
   * @param step from 0
   * @return the batch, valid until the next one is taken
   * @throws IllegalArgumentException if an image can no longer be read, in one line that names it
   * @throws IllegalStateException if the prefetcher is closed or the thread is interrupted
   */
  public TimedBatch take(int step) {
    Checks.atLeast("step", 0, step);
    long start = System.nanoTime();
    synchronized (this) {
      if (step == nextStep) {
        // What the caller held until now is free for the step that is furthest ahead.
        slot(AHEAD).begin(step + AHEAD);
        notifyAll();
      } else {
        restart(step);
      }
      nextStep = UNKNOWN; // whatever goes wrong now, the next call starts anew
      Slot slot = slot(0);
      await(slot);
      if (slot.failure instanceof Error error) {
        throw error;
      }
      if (slot.failure != null) {
        throw (RuntimeException) slot.failure;
      }
      head = (head + 1) % slots.size();
      nextStep = step + 1;
      Batch batch = slot.batch.ofView(batches.view(step));
      return new TimedBatch(batch, (System.nanoTime() - start) / 1e9, slot.nanos / 1e9);
    }
  }

  /** Stops the threads and waits for their end: at most the time that a few images take. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The slot of a step ahead: 0 for the next one, {@link #AHEAD} for what the caller holds. */
  private Slot slot(int ahead) {
    return slots.get((head + ahead) % slots.size());
  }

  private void restart(int step) {
    nextStep = UNKNOWN;
    slots.forEach(Slot::abandon);
    slots.forEach(this::await);
    for (int i = 0; i < slots.size(); i++) {
      slot(i).begin(step + i);
    }
    notifyAll();
  }

  private void await(Slot slot) {
    while (!closed && !slot.isDone()) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while waiting for a batch", e);
      }
    }
    if (closed) {
      throw new IllegalStateException("the prefetcher is closed");
    }
  }

  private void work() {
    for (Slot slot = nextWork(); slot != null; slot = nextWork()) {
      work(slot);
    }
  }

  /** Waits for a slot with work and joins in; null once closed. */
  private synchronized Slot nextWork() {
    while (!closed) {
      for (int i = 0; i < slots.size(); i++) {
        if (slot(i).hasWork()) {
          slot(i).working++;
          return slot(i);
        }
      }
      try {
        wait();
      } catch (InterruptedException e) {
        return null; // nobody interrupts these threads but to end them
      }
    }
    return null;
  }

  private void work(Slot slot) {
    long start = System.nanoTime();
    Throwable failure = null;
    try {
      for (int from = claim(slot); from < slot.batch.size(); from = claim(slot)) {
        int to = Math.min(slot.batch.size(), from + PART);
        batches.fill(slot.step, slot.batch, from, to);
      }
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    synchronized (this) {
      slot.working--;
      slot.nanos += System.nanoTime() - start;
      if (failure != null) {
        slot.failure = failure;
        slot.abandon();
      }
      notifyAll();
    }
  }

  /** The first image of the part to work on next; the batch size once there is none. */
  private synchronized int claim(Slot slot) {
    int from = closed ? slot.batch.size() : slot.claimed;
    slot.claimed = Math.min(slot.batch.size(), from + PART);
    return from;
  }
}
