package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.mxnet.engine.MxGradientCollector;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.freezeout.architecture.ArchitectureSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gradients of active groups are right at every cut, and frozen groups get none. */
class GradientsIT {

  private static final ArchitectureSpec NETWORK = TinyNetworks.smooth();
  private static final int GROUPS = NETWORK.groups().size();

  /**
   * Exact on PyTorch. MXNet moves weights into other layouts at the first pass in inference, after
   * which sums are added up in another order.
   */
  private static double tolerance(DjlEngine engine) {
    return engine == DjlEngine.MXNET ? 1e-4 : 0;
  }

  @ParameterizedTest
  @EnumSource
  void areThoseOfTheSamePassWithNothingCutOff(DjlEngine engine) {
    try (TinyTraining training = TinyTraining.of(engine, NETWORK)) {
      training.warmUp();
      for (int k = 0; k < GROUPS; k++) {
        // First, since a pass in training mode moves the running statistics that the prefix uses.
        training.train(k);
        List<double[]> cut = gradients(training, k);
        training.zeroGradients();
        uncut(engine, training, k);
        List<double[]> uncut = gradients(training, k);
        training.zeroGradients();
        for (int i = 0; i < cut.size(); i++) {
          double largest = Arrays.stream(uncut.get(i)).map(Math::abs).max().orElse(0);
          assertTrue(largest > 0, "a gradient of zeros shows nothing");
          assertArrayEquals(
              uncut.get(i),
              cut.get(i),
              tolerance(engine) * Math.max(largest, 1e-3),
              "cut at " + k + ", parameter " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void areThoseOfCentralDifferences(DjlEngine engine) {
    double epsilon = 1e-5;
    try (TinyTraining training = TinyTraining.inDouble(engine, NETWORK)) {
      for (int k = 0; k < GROUPS; k++) {
        training.train(k);
        List<double[]> gradients = gradients(training, k);
        int i = 0;
        for (Parameter parameter : learned(training, k)) {
          double[] gradient = gradients.get(i++);
          // The largest and one other element of every parameter.
          for (int element : new int[] {indexOfLargest(gradient), gradient.length / 2}) {
            double up = lossWith(training, k, parameter, element, epsilon);
            double down = lossWith(training, k, parameter, element, -epsilon);
            assertEquals(
                (up - down) / (2 * epsilon),
                gradient[element],
                1e-8,
                "cut at " + k + ", " + parameter.getName() + " " + element);
          }
        }
        training.zeroGradients();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void areNotComputedForThePrefixNorForItsInput(DjlEngine engine) {
    try (TinyTraining training = TinyTraining.of(engine, NETWORK)) {
      training.images.setRequiresGradient(true);
      trainOnImages(training, 0);
      double[] atImages = gradientOfImages(training);
      assertTrue(Arrays.stream(atImages).anyMatch(g -> g != 0), "the images are within reach");
      for (int k = 1; k <= GROUPS; k++) {
        for (Parameter parameter : learned(training, 0)) {
          try (NDArray gradient = parameter.getArray().getGradient()) {
            gradient.addi(1);
          }
        }
        List<List<double[]>> before = gradientsByGroup(training);
        trainOnImages(training, k);
        List<List<double[]>> after = gradientsByGroup(training);
        for (int group = 0; group < GROUPS; group++) {
          // MXNet would have overwritten it, PyTorch added to it.
          assertEquals(
              group < k,
              Arrays.deepEquals(before.get(group).toArray(), after.get(group).toArray()),
              "cut at " + k + ", group " + group);
        }
        assertArrayEquals(atImages, gradientOfImages(training), "cut at " + k);
      }
    }
  }

  /** The pass with frozen groups in inference mode, but all of it recorded. */
  private static void uncut(DjlEngine engine, TinyTraining training, int frozenPrefix) {
    try (NDManager scope = training.manager.newSubManager();
        GradientCollector collector = training.djl.newGradientCollector()) {
      ParameterStore parameters = new ParameterStore(training.manager, false);
      NDArray images = training.images.stopGradient();
      images.attach(scope);
      NDArray labels = training.labels.stopGradient();
      labels.attach(scope);
      NDList current = new NDList(images);
      List<Block> groups = training.block.blocks();
      for (int i = 0; i < groups.size(); i++) {
        boolean active = i >= frozenPrefix;
        if (engine == DjlEngine.MXNET) {
          MxGradientCollector.setTraining(active);
        }
        current = groups.get(i).forward(parameters, current, active);
      }
      collector.backward(Loss.softmaxCrossEntropyLoss().evaluate(new NDList(labels), current));
    }
  }

  private static void trainOnImages(TinyTraining training, int frozenPrefix) {
    // The images themselves, not a copy that is cut off from their gradient.
    try (NDManager scope = training.manager.newSubManager()) {
      training.images.attach(scope);
      training.labels.attach(scope);
      training.network.train(frozenPrefix, training.images, training.labels);
      training.images.attach(training.manager);
      training.labels.attach(training.manager);
    }
  }

  private static double[] gradientOfImages(TinyTraining training) {
    try (NDArray gradient = training.images.getGradient()) {
      float[] values = gradient.toFloatArray();
      double[] doubles = new double[values.length];
      Arrays.setAll(doubles, i -> values[i]);
      return doubles;
    }
  }

  private static double lossWith(
      TinyTraining training, int frozenPrefix, Parameter parameter, int element, double change) {
    double[] changes = new double[(int) parameter.getArray().size()];
    changes[element] = change;
    // In place: copyTo would give the alias other memory on PyTorch.
    try (NDArray weights = parameter.getArray().stopGradient();
        NDArray array = training.manager.create(changes, weights.getShape())) {
      weights.addi(array);
      double loss = training.train(frozenPrefix);
      weights.subi(array);
      return loss;
    }
  }

  private static List<Parameter> learned(TinyTraining training, int fromGroup) {
    List<Parameter> parameters = new ArrayList<>();
    for (int group = fromGroup; group < GROUPS; group++) {
      parameters.addAll(training.learned(group));
    }
    return parameters;
  }

  private static List<double[]> gradients(TinyTraining training, int fromGroup) {
    return learned(training, fromGroup).stream().map(TinyTraining::gradient).toList();
  }

  private static List<List<double[]>> gradientsByGroup(TinyTraining training) {
    return IntStream.range(0, GROUPS)
        .mapToObj(group -> training.learned(group).stream().map(TinyTraining::gradient).toList())
        .toList();
  }

  private static int indexOfLargest(double[] values) {
    int largest = 0;
    for (int i = 1; i < values.length; i++) {
      largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
    }
    return largest;
  }
}
