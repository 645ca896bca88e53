package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.tracker.ParameterTracker;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.freezeout.schedule.TrainingLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is refused, what is warned of, and what the audit says, on both engines. */
class FreezeOutListenerIT {

  private static final int STEPS = OwnProgram.LENGTH.steps();

  @ParameterizedTest
  @EnumSource
  void theAuditNamesWhatWasTouched(DjlEngine engine) throws IOException, TranslateException {
    FreezeOutTraining training = OwnProgram.training().startAt(STEPS - 1);
    try (Model model = OwnProgram.model(engine, training.block());
        NDManager data = model.getNDManager().newSubManager();
        Trainer trainer =
            model.newTrainer(OwnProgram.config(OwnOptimizer.SGD.with.apply(training.tracker())))) {
      trainer.initialize(OwnProgram.INPUT);
      assertEquals(List.of(), training.audit());
      Batch batch = trainer.iterateDataset(OwnProgram.data(data)).iterator().next();
      OwnProgram.pass(trainer, batch);
      trainer.step();
      batch.close();
      assertTrue(training.audit().stream().allMatch(FreezeCheck::passed));
      Parameter statistics =
          training.groups().parameters(1).values().stream()
              .filter(p -> p.getType() == Parameter.Type.RUNNING_VAR)
              .findFirst()
              .orElseThrow();
      statistics.getArray().addi(1);
      Parameter first = training.groups().parameters(0).values().iterator().next();
      training.tracker().getNewValue(first.getId(), 1);
      List<FreezeCheck> audit = training.audit();
      assertEquals(
          List.of(
              "group 0 (01Conv2d) on cpu(), frozen since step 19: 0 of 5 arrays changed, 1 updates",
              "group 1 (04SequentialBlock/01ParallelBlock) on cpu(), frozen since step 19: 1 of 5"
                  + " arrays changed"
                  + " [04SequentialBlock/01ParallelBlock_01SequentialBlock_02BatchNorm_runningVar],"
                  + " 0 updates"),
          audit.stream().filter(c -> !c.passed()).map(FreezeCheck::toString).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWouldNotFreezeIsSaid(DjlEngine engine) {
    FreezeOutTraining training = OwnProgram.training();
    try (Model model = OwnProgram.model(engine, training.groups().block())) {
      var config =
          OwnProgram.config(OwnOptimizer.SGD.with.apply(training.tracker()))
              .addTrainingListeners(training.listener());
      assertEquals(
          "the model trains another block than FreezeOutTraining.block(), so nothing would freeze:"
              + " call model.setBlock with it before newTrainer",
          assertThrows(IllegalArgumentException.class, () -> model.newTrainer(config))
              .getMessage());
      assertThrows(
          IllegalArgumentException.class, () -> training.tracker().getNewValue("another", 1));
      assertEquals(
          "the block already freezes: group the network inside it",
          assertThrows(IllegalArgumentException.class, () -> LayerGroups.of(training.block()))
              .getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatGoesWrongLaterIsWarnedOf(DjlEngine engine) {
    assertEquals(
        "no step in an epoch: the optimizer does not ask FreezeOutTraining.tracker() for rates, so"
            + " nothing freezes\n"
            + "training ended after 0 of 20 steps, with 0 of 4 groups frozen\n",
        warnings(engine, OwnProgram.training(), training -> Tracker.fixed(0.01f)));
    FreezeOutTraining wrongLength =
        FreezeOutTraining.of(
            OwnProgram.POLICY, LayerGroups.of(OwnProgram.network()), new TrainingLength(5, 4));
    assertEquals(
        "an epoch had 5 steps where TrainingLength says 4: groups freeze at the wrong time\n"
            + "training ended after 5 of 20 steps, with 1 of 4 groups frozen\n",
        warnings(engine, wrongLength, FreezeOutTraining::tracker));
    FreezeOutTraining touched = OwnProgram.training();
    String warnings =
        warnings(
            engine,
            touched,
            training ->
                (id, count) -> {
                  if (training.completedSteps() == 4) {
                    touched.groups().parameters(0).values().iterator().next().getArray().addi(1);
                  }
                  return training.tracker().getNewValue(id, count);
                });
    assertEquals(
        "a frozen group was touched: group 0 (01Conv2d) on cpu(), frozen since step 3: 1 of 5 arrays"
            + " changed [01Conv2d_weight], 0 updates",
        warnings.lines().findFirst().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void aModelMayBeClosedBeforeItsTrainer(DjlEngine engine) throws IOException, TranslateException {
    FreezeOutTraining training = OwnProgram.training().startAt(STEPS - 1);
    Model model = OwnProgram.model(engine, training.block());
    Trainer trainer =
        model.newTrainer(
            OwnProgram.config(OwnOptimizer.SGD.with.apply(training.tracker()))
                .addTrainingListeners(training.listener()));
    trainer.initialize(OwnProgram.INPUT);
    NDManager data = model.getNDManager().newSubManager();
    Batch batch = trainer.iterateDataset(OwnProgram.data(data)).iterator().next();
    OwnProgram.pass(trainer, batch);
    trainer.step();
    batch.close();
    assertEquals(3, training.audit().size());
    assertEquals(
        "training has begun, and cannot start at step 3",
        assertThrows(IllegalStateException.class, () -> training.startAt(3)).getMessage());
    model.close();
    trainer.close();
    assertEquals(3, training.audit().size());
    assertTrue(
        !training.groups().parameters(0).values().stream()
            .filter(Parameter::requiresGradient)
            .toList()
            .isEmpty());
  }

  /** What one epoch writes to stderr, without the names of the loggers. */
  private static String warnings(
      DjlEngine engine,
      FreezeOutTraining training,
      Function<FreezeOutTraining, ParameterTracker> rates) {
    PrintStream stderr = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Model model = OwnProgram.model(engine, training.block());
        NDManager data = model.getNDManager().newSubManager()) {
      System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      try (Trainer trainer =
          model.newTrainer(
              OwnProgram.config(OwnOptimizer.ADAM.with.apply(rates.apply(training)))
                  .addTrainingListeners(training.listener()))) {
        trainer.initialize(OwnProgram.INPUT);
        EasyTrain.fit(trainer, 1, OwnProgram.data(data), null);
      }
    } catch (IOException | TranslateException e) {
      throw new AssertionError(e);
    } finally {
      System.setErr(stderr);
    }
    String prefix = ".* WARN org.freezeout.djl.FreezeOutTraining - FreezeOut: ";
    return bytes
        .toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.matches(prefix + ".*"))
        .map(line -> line.replaceFirst(prefix, "") + "\n")
        .collect(Collectors.joining());
  }
}
