package org.freezeout.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.TrainingLength;

/** What a user of DJL has: blocks, a data set, a configuration. */
final class OwnProgram {

  static final int BATCH = 8;
  static final int CLASSES = 3;
  static final Shape INPUT = new Shape(1, 2, 6, 6);

  /** 36 images are four batches and a half. */
  static final TrainingLength LENGTH = new TrainingLength(4, 5);

  static final FreezeOut POLICY = FreezeOut.of(0.02, 0.5);

  private static final int IMAGES = 36;

  private OwnProgram() {}

  /** Four groups; smooth, so that a rounding does not flip a ReLU. */
  static SequentialBlock network() {
    return new SequentialBlock()
        .add(conv(1))
        .add(BatchNorm.builder().build())
        .add(Activation::softPlus)
        .add(
            new SequentialBlock()
                .add(
                    new ParallelBlock(
                        outputs ->
                            new NDList(
                                outputs
                                    .get(0)
                                    .singletonOrThrow()
                                    .add(outputs.get(1).singletonOrThrow())),
                        List.of(
                            new SequentialBlock().add(conv(1)).add(BatchNorm.builder().build()),
                            Blocks.identityBlock())))
                .add(Activation::softPlus))
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(6).build())
        .add(Activation::softPlus)
        .add(Linear.builder().setUnits(CLASSES).build());
  }

  static ArrayDataset data(NDManager manager) {
    return data(manager, INPUT);
  }

  /**
   * Noise, brighter by class.
   *
   * @param shape of one image, with a first dimension of 1
   */
  static ArrayDataset data(NDManager manager, Shape shape) {
    SplittableRandom random = new SplittableRandom(3);
    int size = (int) INPUT.size();
    float[] pixels = new float[IMAGES * size];
    int[] labels = new int[IMAGES];
    for (int i = 0; i < IMAGES; i++) {
      labels[i] = i % CLASSES;
      for (int j = 0; j < size; j++) {
        pixels[i * size + j] = (float) (random.nextDouble() + labels[i] - 1);
      }
    }
    return new ArrayDataset.Builder()
        .setData(manager.create(pixels, new Shape(IMAGES).addAll(shape.slice(1))))
        .optLabels(manager.create(labels))
        .setSampling(BATCH, false)
        .build();
  }

  static DefaultTrainingConfig config(Optimizer optimizer) {
    return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(optimizer);
  }

  /** A model on the CPU with a block that has weights. */
  static Model model(DjlEngine engine, Block block) {
    TinyExperiment.assumeReady(engine);
    Model model = TinyExperiment.load(engine).newModel("own", TinyExperiment.device());
    InitialWeights.initialize(block, model.getNDManager(), DataType.FLOAT32, INPUT, 5);
    model.setBlock(block);
    return model;
  }

  /** Digests of all groups. */
  static List<String> digests(LayerGroups groups) {
    List<String> digests = new ArrayList<>();
    for (int group = 0; group < groups.size(); group++) {
      digests.add(Digests.sha256(groups.blocks(group)));
    }
    return digests;
  }

  /** Freezing of a new network. */
  static FreezeOutTraining training() {
    return FreezeOutTraining.of(POLICY, LayerGroups.of(network()), LENGTH);
  }

  /** A pass forward and backward. */
  static void pass(Trainer trainer, Batch batch) {
    try (GradientCollector collector = trainer.newGradientCollector()) {
      NDList outputs = trainer.forward(batch.getData());
      collector.backward(trainer.getLoss().evaluate(batch.getLabels(), outputs));
    }
  }

  private static Conv2d conv(int padding) {
    return Conv2d.builder()
        .setKernelShape(new Shape(3, 3))
        .optPadding(new Shape(padding, padding))
        .optBias(false)
        .setFilters(4)
        .build();
  }
}
