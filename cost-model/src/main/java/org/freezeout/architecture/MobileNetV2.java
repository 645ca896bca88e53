package org.freezeout.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * MobileNetV2 at width 1: a convolution, 17 inverted residuals, and a classifier. The convolution
 * and each inverted residual are a layer group; the last 1x1 convolution, whose batch normalisation
 * is the network's last, is in one group with the classifier.
 *
 * <p>Source: M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen, arXiv 1801.04381, table 2.
 */
public final class MobileNetV2 {

  /** Expansion, channels, blocks and first stride of each stage. */
  private static final int[][] STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private MobileNetV2() {}

  /** Builds the network. */
  public static ArchitectureSpec of(FeatureShape input, int classes) {
    List<LayerGroup> groups = new ArrayList<>();
    groups.add(LayerGroup.of("conv1", Convolution.of(32, 3, 2), new BatchNorm(), relu6()));
    int channels = 32;
    for (int[] stage : STAGES) {
      int expansion = stage[0];
      int outChannels = stage[1];
      for (int i = 0; i < stage[2]; i++) {
        int stride = i == 0 ? stage[3] : 1;
        List<Operation> block =
            invertedResidual(channels, expansion * channels, outChannels, stride);
        boolean residual = stride == 1 && channels == outChannels;
        groups.add(
            new LayerGroup(
                "block" + groups.size(),
                residual ? List.of(new Residual(block, List.of())) : block));
        channels = outChannels;
      }
    }
    groups.add(
        LayerGroup.of(
            "classifier",
            Convolution.of(1280, 1, 1),
            new BatchNorm(),
            relu6(),
            new GlobalAveragePooling(),
            new Dropout(0.2),
            new Dense(classes, true)));
    return new ArchitectureSpec("mobilenet-v2", input, groups);
  }

  private static List<Operation> invertedResidual(
      int channels, int expanded, int outChannels, int stride) {
    List<Operation> operations = new ArrayList<>();
    if (expanded != channels) {
      operations.add(Convolution.of(expanded, 1, 1));
      operations.add(new BatchNorm());
      operations.add(relu6());
    }
    operations.add(new Convolution(expanded, 3, stride, 1, expanded, false));
    operations.add(new BatchNorm());
    operations.add(relu6());
    operations.add(Convolution.of(outChannels, 1, 1));
    operations.add(new BatchNorm());
    return operations;
  }

  private static Activation relu6() {
    return new Activation(Activation.Function.RELU6);
  }
}
