package org.freezeout.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Residual networks in ImageNet's shape: a 7x7 convolution with max pooling, four stages of blocks,
 * and a classifier. The convolution with its pooling, each block, and the classifier are the layer
 * groups.
 *
 * <p>Depth 50 has bottlenecks with the stride in the 3x3 convolution, known as v1.5 and as
 * torchvision's {@code resnet50}.
 *
 * <p>Source: K. He, X. Zhang, S. Ren, J. Sun, arXiv 1512.03385, table 1.
 */
public final class ResNet {

  private static final Map<Integer, int[]> BLOCKS =
      Map.of(18, new int[] {2, 2, 2, 2}, 34, new int[] {3, 4, 6, 3}, 50, new int[] {3, 4, 6, 3});

  private ResNet() {}

  /**
   * Builds a network.
   *
   * @param depth 18, 34 or 50
   * @throws IllegalArgumentException if the depth is another
   */
  public static ArchitectureSpec of(int depth, FeatureShape input, int classes) {
    checkDepth(depth);
    List<LayerGroup> groups = new ArrayList<>();
    groups.add(
        LayerGroup.of(
            "conv1",
            Convolution.of(64, 7, 2),
            new BatchNorm(),
            Activation.relu(),
            new Pooling(Pooling.Kind.MAX, 3, 2, 1)));
    int channels = 64;
    for (int stage = 1; stage <= 4; stage++) {
      int width = 64 << (stage - 1);
      int outChannels = depth == 50 ? 4 * width : width;
      for (int i = 1; i <= BLOCKS.get(depth)[stage - 1]; i++) {
        int stride = stage > 1 && i == 1 ? 2 : 1;
        List<Operation> body = depth == 50 ? bottleneck(width, stride) : basic(width, stride);
        List<Operation> shortcut =
            channels == outChannels
                ? List.of()
                : List.of(Convolution.of(outChannels, 1, stride), new BatchNorm());
        groups.add(
            LayerGroup.of(
                "block" + stage + "." + i, new Residual(body, shortcut), Activation.relu()));
        channels = outChannels;
      }
    }
    groups.add(LayerGroup.of("classifier", new GlobalAveragePooling(), new Dense(classes, true)));
    return new ArchitectureSpec("resnet-" + depth, input, groups);
  }

  static void checkDepth(int depth) {
    if (!BLOCKS.containsKey(depth)) {
      throw new IllegalArgumentException("the depth of resnet must be 18, 34 or 50, got " + depth);
    }
  }

  private static List<Operation> basic(int width, int stride) {
    return List.of(
        Convolution.of(width, 3, stride),
        new BatchNorm(),
        Activation.relu(),
        Convolution.of(width, 3, 1),
        new BatchNorm());
  }

  private static List<Operation> bottleneck(int width, int stride) {
    return List.of(
        Convolution.of(width, 1, 1),
        new BatchNorm(),
        Activation.relu(),
        Convolution.of(width, 3, stride),
        new BatchNorm(),
        Activation.relu(),
        Convolution.of(4 * width, 1, 1),
        new BatchNorm());
  }
}
