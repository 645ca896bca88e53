package org.freezeout.benchmarks;

import org.freezeout.experiment.Learner;
import org.freezeout.experiment.TrainingSession;
import org.freezeout.schedule.SchedulePolicy;

/** FreezeOut's own training, as {@code freezeout train} does it. */
final class ProductTraining implements Contender {

  private final TrainingSession session;
  private final Learner learner;
  private int step;

  ProductTraining(Workload workload, SchedulePolicy policy) {
    session = workload.open();
    learner = session.newLearner(policy.forLayers(workload.spec().architecture().groups().size()));
  }

  @Override
  public String name() {
    return "freezeout";
  }

  @Override
  public void step() {
    session.loadBatch(step);
    learner.train(step++);
  }

  @Override
  public void close() {
    session.close();
  }
}
