package org.freezeout.djl;

import ai.djl.engine.Engine;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.List;

/** Watches over training with freezing: says what would go wrong without a word. */
final class FreezeOutListener extends TrainingListenerAdapter {

  private final FreezeOutTraining training;
  private int stepsAtEpoch;

  FreezeOutListener(FreezeOutTraining training) {
    this.training = training;
  }

  @Override
  public void onTrainingBegin(Trainer trainer) {
    if (trainer.getModel().getBlock() != training.block()) {
      throw new IllegalArgumentException(
          "the model trains another block than FreezeOutTraining.block(), so nothing would freeze:"
              + " call model.setBlock with it before newTrainer");
    }
    Engine engine = trainer.getManager().getEngine();
    if (engine.getEngineName().equals("PyTorch") && !OneDnn.isRight(engine)) {
      training.warnOnce(
          "PyTorch computes wrong gradients of convolutions on this processor: set {}=SSE41 in the"
              + " environment before Java starts",
          OneDnn.LIMIT);
    }
    stepsAtEpoch = training.completedSteps();
  }

  @Override
  public void onEpoch(Trainer trainer) {
    int steps = training.completedSteps() - stepsAtEpoch;
    int expected = training.length().stepsPerEpoch();
    if (steps == 0) {
      training.warnOnce(
          "no step in an epoch: the optimizer does not ask FreezeOutTraining.tracker() for rates,"
              + " so nothing freezes");
    } else if (steps != expected) {
      training.warnOnce(
          "an epoch had {} steps where TrainingLength says {}: groups freeze at the wrong time",
          steps,
          expected);
    }
    stepsAtEpoch = training.completedSteps();
    audit();
  }

  @Override
  public void onTrainingEnd(Trainer trainer) {
    int steps = training.completedSteps();
    if (steps < training.length().steps()) {
      training.warnOnce(
          "training ended after {} of {} steps, with {} of {} groups frozen",
          steps,
          training.length().steps(),
          training.frozenPrefix(),
          training.groups().size());
    }
    audit();
    training.release();
  }

  private void audit() {
    List<FreezeCheck> failed = training.audit().stream().filter(c -> !c.passed()).toList();
    for (FreezeCheck check : failed) {
      training.warnOnce("a frozen group was touched: " + check);
    }
  }
}
