package org.freezeout.examples;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.freezeout.djl.FreezeCheck;
import org.freezeout.djl.FreezeOutTraining;
import org.freezeout.djl.LayerGroups;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.TrainingLength;
import org.freezeout.schedule.UniformAnnealing;

/**
 * Transfer learning with progressive freezing: a residual network of DJL's model zoo, trained on
 * some clothes and saved, learns to tell others apart. Its new classifier trains to the end, the
 * layers before it freeze one after the other.
 */
public final class TransferLearning {

  private static final String PRETRAINED = "pretrained";
  private static final String FINE_TUNED = "fine-tuned";
  private static final double BASE_RATE = 0.002;
  private static final double T0 = 0.5;

  private final String engine;
  private final Path folder;
  private final int images;
  private final int batchSize;
  private final int epochs;

  /**
   * What came of a run.
   *
   * @param accuracy on the test images, in [0, 1]
   * @param time spent in training alone
   * @param cpuTime spent by all processors in it, which other programs disturb less
   * @param audit a verdict on each group that froze
   */
  record Outcome(double accuracy, Duration time, Duration cpuTime, List<FreezeCheck> audit) {}

  /**
   * A run of the example.
   *
   * @param engine {@code MXNet} or {@code PyTorch}
   * @param folder gets the weights
   */
  TransferLearning(String engine, Path folder, int images, int batchSize, int epochs) {
    this.engine = engine;
    this.folder = folder;
    this.images = images;
    this.batchSize = batchSize;
    this.epochs = epochs;
  }

  /**
   * Runs the example.
   *
   * @param arguments the engine, {@code MXNet} or {@code PyTorch}; MXNet if there is none
   */
  public static void main(String[] arguments)
      throws IOException, TranslateException, MalformedModelException {
    String engine = arguments.length > 0 ? arguments[0] : "MXNet";
    Path folder = Files.createTempDirectory("transfer-learning");
    new TransferLearning(engine, folder, 1000, 40, 4).run(System.out);
  }

  /** Trains without and with freezing, and prints what froze when and what that saved. */
  Outcome run(PrintStream out) throws IOException, TranslateException, MalformedModelException {
    out.printf("pre-trained, accuracy %.3f%n", pretrain());
    Outcome whole = fineTune(new UniformAnnealing(BASE_RATE));
    out.printf("fine-tuned without freezing, accuracy %.3f%n", whole.accuracy());
    Outcome frozen = fineTune(FreezeOut.of(BASE_RATE, T0));
    out.printf("fine-tuned with freezing, accuracy %.3f%n", frozen.accuracy());
    frozen.audit().forEach(check -> out.println("  " + check));
    print(out, "training time", whole.time(), frozen.time());
    print(out, "processor time", whole.cpuTime(), frozen.cpuTime());
    out.printf("weights in %s%n", folder);
    return frozen;
  }

  /** Trains on the first five classes, as anybody would with DJL, and saves the weights. */
  double pretrain() throws IOException, TranslateException {
    try (Model model = Model.newInstance(PRETRAINED, Device.cpu(), engine)) {
      model.setBlock(network());
      Clothes clothes = Clothes.of(model.getNDManager(), 0, images, batchSize);
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
              .optOptimizer(
                  Optimizer.adam()
                      .optLearningRateTracker(Tracker.fixed((float) BASE_RATE))
                      .build());
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(Clothes.INPUT);
        EasyTrain.fit(trainer, epochs, clothes.training(), null);
        model.save(folder, PRETRAINED);
        return accuracy(trainer, clothes.test());
      }
    }
  }

  /** Goes on from the saved weights, with the other five classes. */
  Outcome fineTune(SchedulePolicy policy)
      throws IOException, TranslateException, MalformedModelException {
    try (Model model = Model.newInstance(FINE_TUNED, Device.cpu(), engine)) {
      SequentialBlock network = network();
      model.setBlock(network);
      model.load(folder, PRETRAINED);
      network.removeLastBlock(); // flattens what is flat
      network.replaceLastBlock(Linear.builder().setUnits(Clothes.CLASSES).build());

      Clothes clothes = Clothes.of(model.getNDManager(), Clothes.CLASSES, images, batchSize);
      int stepsPerEpoch = (images + batchSize - 1) / batchSize;
      FreezeOutTraining freezing =
          FreezeOutTraining.of(
              policy, LayerGroups.of(network), new TrainingLength(epochs, stepsPerEpoch));
      model.setBlock(freezing.block());
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
              .optOptimizer(Optimizer.adam().optLearningRateTracker(freezing.tracker()).build())
              .addTrainingListeners(freezing.listener());
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(Clothes.INPUT);
        long begin = System.nanoTime();
        long cpuBegin = cpuNanos();
        EasyTrain.fit(trainer, epochs, clothes.training(), null);
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        Duration cpuTime = Duration.ofNanos(cpuNanos() - cpuBegin);
        model.save(folder, FINE_TUNED);
        return new Outcome(accuracy(trainer, clothes.test()), time, cpuTime, freezing.audit());
      }
    }
  }

  /** A network of eight layers; for larger images the zoo would build a much larger one. */
  static SequentialBlock network() {
    return ResNetV1.builder()
        .setImageShape(new Shape(1, 28, 28))
        .setNumLayers(8)
        .setOutSize(Clothes.CLASSES)
        .build();
  }

  private static void print(PrintStream out, String what, Duration whole, Duration frozen) {
    out.printf(
        "%s %.1f s instead of %.1f s: saved %.0f %%%n",
        what,
        frozen.toMillis() / 1e3,
        whole.toMillis() / 1e3,
        100 * (1 - frozen.toNanos() / (double) whole.toNanos()));
  }

  private static long cpuNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  private static double accuracy(Trainer trainer, Dataset test)
      throws IOException, TranslateException {
    Accuracy accuracy = new Accuracy();
    accuracy.addAccumulator("test");
    for (Batch batch : trainer.iterateDataset(test)) {
      try (batch) {
        accuracy.updateAccumulators(
            new String[] {"test"}, batch.getLabels(), trainer.evaluate(batch.getData()));
      }
    }
    return accuracy.getAccumulator("test");
  }
}
