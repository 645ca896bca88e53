package org.freezeout.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * Wide residual networks: a convolution, three stages of pre-activation basic blocks and a
 * classifier. The convolution, each block, and the last batch normalisation with the classifier are
 * the layer groups.
 *
 * <p>The shortcut convolution of a block that changes the number of channels comes after the
 * block's first batch normalisation and rectifier, which both paths share. Dropout is left out.
 *
 * <p>Sources: S. Zagoruyko, N. Komodakis, arXiv 1605.07146; ajbrock/FreezeOut, {@code WRN.py}.
 */
public final class WideResNet {

  private WideResNet() {}

  /**
   * Builds a network.
   *
   * @param depth D, 4 more than a multiple of 6, in [10, 1000]
   * @param width K, by which the channels 16, 32 and 64 are multiplied, in [1, 256]
   * @throws IllegalArgumentException if an argument is outside its domain
   */
  public static ArchitectureSpec of(int depth, int width, FeatureShape input, int classes) {
    check(depth, width);
    List<LayerGroup> groups = new ArrayList<>();
    groups.add(LayerGroup.of("conv1", Convolution.of(16, 3, 1)));
    int channels = 16;
    for (int stage = 1; stage <= 3; stage++) {
      int outChannels = width * 16 << (stage - 1);
      for (int i = 1; i <= (depth - 4) / 6; i++) {
        int stride = stage > 1 && i == 1 ? 2 : 1;
        groups.add(
            new LayerGroup(
                "block" + stage + "." + i,
                channels == outChannels
                    ? List.of(identityBlock(channels))
                    : projectionBlock(outChannels, stride)));
        channels = outChannels;
      }
    }
    groups.add(
        LayerGroup.of(
            "classifier",
            new BatchNorm(),
            Activation.relu(),
            new GlobalAveragePooling(),
            new Dense(classes, true)));
    return new ArchitectureSpec("wrn-" + depth + "-" + width, input, groups);
  }

  static void check(int depth, int width) {
    Sizes.depth("wrn", 6, depth);
    Sizes.within("the width of wrn", 1, 256, width);
  }

  private static Operation identityBlock(int channels) {
    return Residual.around(
        new BatchNorm(),
        Activation.relu(),
        Convolution.of(channels, 3, 1),
        new BatchNorm(),
        Activation.relu(),
        Convolution.of(channels, 3, 1));
  }

  private static List<Operation> projectionBlock(int channels, int stride) {
    return List.of(
        new BatchNorm(),
        Activation.relu(),
        new Residual(
            List.of(
                Convolution.of(channels, 3, stride),
                new BatchNorm(),
                Activation.relu(),
                Convolution.of(channels, 3, 1)),
            List.of(Convolution.of(channels, 1, stride))));
  }
}
