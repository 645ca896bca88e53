package org.freezeout.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.ParameterTracker;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.data.Augmentation;
import org.freezeout.data.TrainingBatches;
import org.freezeout.djl.FreezeOutModels;
import org.freezeout.djl.FreezeOutTraining;
import org.freezeout.djl.LayerGroups;
import org.freezeout.experiment.OptimizationSpec;
import org.freezeout.schedule.UniformAnnealing;

/**
 * Plain DJL: what {@code EasyTrain.fit} does in each step, with a {@code Trainer} that has no
 * listeners and an {@code ArrayDataset} that holds images ready to use.
 */
final class EasyTraining implements Contender {

  /** A few batches of images, so that the memory of a large data set does not count. */
  private static final int BATCHES = 16;

  private final String name;
  private final Model model;
  private final Trainer trainer;
  private final ArrayDataset dataset;
  private Iterator<Batch> batches;

  private EasyTraining(
      Workload workload,
      String name,
      Block block,
      Optimizer optimizer,
      TrainingListener... listeners) {
    this.name = name;
    model = Model.newInstance(name, Device.cpu(), workload.djlEngine().getEngineName());
    model.setBlock(block);
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(optimizer)
                .addTrainingListeners(listeners));
    trainer.initialize(shape(workload, workload.batch()));
    dataset = dataset(workload, trainer.getManager());
    batches = batches();
  }

  /** With FreezeOut's arithmetic as an optimizer of DJL. */
  static EasyTraining nesterov(Workload workload) {
    OptimizationSpec settings = workload.spec().optimization();
    return new EasyTraining(
        workload,
        "EasyTrain, same arithmetic",
        FreezeOutModels.block(workload.architecture()),
        PlainNesterov.of(settings.baseRate(), settings.momentum(), settings.weightDecay()));
  }

  /** With DJL's Sgd with momentum. */
  static EasyTraining sgd(Workload workload) {
    return new EasyTraining(
        workload,
        "EasyTrain, Sgd",
        FreezeOutModels.block(workload.architecture()),
        sgd(workload, Tracker.fixed((float) workload.spec().optimization().baseRate())));
  }

  /** As with DJL's Sgd, and FreezeOut's three lines around it, freezing switched off. */
  static EasyTraining dropIn(Workload workload) {
    FreezeOutTraining freezing =
        FreezeOutTraining.of(
            new UniformAnnealing(workload.spec().optimization().baseRate()),
            LayerGroups.of(FreezeOutModels.block(workload.architecture())),
            workload.spec().length());
    return new EasyTraining(
        workload,
        "EasyTrain, Sgd, drop-in",
        freezing.block(),
        sgd(workload, freezing.tracker()),
        freezing.listener());
  }

  static Optimizer sgd(Workload workload, ParameterTracker rate) {
    OptimizationSpec settings = workload.spec().optimization();
    return Optimizer.sgd()
        .setLearningRateTracker(rate)
        .optMomentum((float) settings.momentum())
        .optWeightDecays((float) settings.weightDecay())
        .build();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void step() {
    if (!batches.hasNext()) {
      batches = batches();
    }
    try (Batch batch = batches.next()) {
      EasyTrain.trainBatch(trainer, batch);
      trainer.step();
    }
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }

  private Iterator<Batch> batches() {
    try {
      return trainer.iterateDataset(dataset).iterator();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TranslateException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ArrayDataset dataset(Workload workload, NDManager manager) {
    var batches = new TrainingBatches(workload.data(), Augmentation.NONE, workload.batch(), 1);
    int count = BATCHES * workload.batch();
    int length = Math.toIntExact(shape(workload, 1).size());
    float[] pixels = new float[count * length];
    int[] classes = new int[count];
    for (int step = 0; step < BATCHES; step++) {
      var batch = batches.batch(step);
      System.arraycopy(
          batch.images(), 0, pixels, step * batch.images().length, batch.size() * length);
      System.arraycopy(batch.labels(), 0, classes, step * batch.size(), batch.size());
    }
    NDArray images = manager.create(pixels, shape(workload, count));
    NDArray labels = manager.create(classes);
    return new ArrayDataset.Builder()
        .setData(images)
        .optLabels(labels)
        .setSampling(workload.batch(), true, true)
        .build();
  }

  static Shape shape(Workload workload, long batch) {
    FeatureShape input = workload.architecture().input();
    return new Shape(batch, input.channels(), input.height(), input.width());
  }
}
