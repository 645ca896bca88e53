package org.freezeout.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * Densely connected networks: a convolution, three blocks of layers that append K channels each,
 * transitions between the blocks, and a classifier. The convolution, each layer, each transition,
 * and the last batch normalisation with the classifier are the layer groups.
 *
 * <p>Source: G. Huang, Z. Liu, L. van der Maaten, K. Weinberger, arXiv 1608.06993; dropout is left
 * out.
 */
public final class DenseNet {

  private DenseNet() {}

  /**
   * The plain network: 16 channels first, layers of one convolution, transitions that keep the
   * channels.
   *
   * @param depth D, 4 more than a multiple of 3, in [7, 1000]
   * @param growth K, channels that each layer appends, in [1, 256]
   * @throws IllegalArgumentException if an argument is outside its domain, or the input smaller
   *     than 4x4
   */
  public static ArchitectureSpec plain(int depth, int growth, FeatureShape input, int classes) {
    checkPlain(depth, growth);
    List<Operation> layer =
        List.of(new BatchNorm(), Activation.relu(), Convolution.of(growth, 3, 1));
    return new ArchitectureSpec(
        "densenet-" + depth + "-" + growth,
        input,
        groups(16, (depth - 4) / 3, growth, layer, 1, classes));
  }

  /**
   * The network with bottlenecks and compression, as the FreezeOut authors build it: 2K channels
   * first, a 1x1 convolution to 4K channels in front of each 3x3 convolution, transitions that
   * halve the channels.
   *
   * @param depth D, 4 more than a multiple of 6, in [10, 1000]
   * @param growth K, channels that each layer appends, in [1, 256]
   * @throws IllegalArgumentException if an argument is outside its domain, or the input smaller
   *     than 4x4
   */
  public static ArchitectureSpec bottleneck(
      int depth, int growth, FeatureShape input, int classes) {
    checkBottleneck(depth, growth);
    List<Operation> layer =
        List.of(
            new BatchNorm(),
            Activation.relu(),
            Convolution.of(4 * growth, 1, 1),
            new BatchNorm(),
            Activation.relu(),
            Convolution.of(growth, 3, 1));
    return new ArchitectureSpec(
        "densenet-bc-" + depth + "-" + growth,
        input,
        groups(2 * growth, (depth - 4) / 6, growth, layer, 2, classes));
  }

  static void checkPlain(int depth, int growth) {
    Sizes.depth("densenet", 3, depth);
    Sizes.within("the growth rate of densenet", 1, 256, growth);
  }

  static void checkBottleneck(int depth, int growth) {
    Sizes.depth("densenet-bc", 6, depth);
    Sizes.within("the growth rate of densenet-bc", 1, 256, growth);
  }

  private static List<LayerGroup> groups(
      int firstChannels,
      int layers,
      int growth,
      List<Operation> layer,
      int compression,
      int classes) {
    List<LayerGroup> groups = new ArrayList<>();
    groups.add(LayerGroup.of("conv1", Convolution.of(firstChannels, 3, 1)));
    int channels = firstChannels;
    for (int block = 1; block <= 3; block++) {
      for (int i = 1; i <= layers; i++) {
        groups.add(LayerGroup.of("dense" + block + "." + i, new Concatenation(layer)));
        channels += growth;
      }
      if (block < 3) {
        channels /= compression;
        groups.add(transition("transition" + block, channels));
      }
    }
    groups.add(
        LayerGroup.of(
            "classifier",
            new BatchNorm(),
            Activation.relu(),
            new GlobalAveragePooling(),
            new Dense(classes, true)));
    return groups;
  }

  private static LayerGroup transition(String name, int channels) {
    return LayerGroup.of(
        name,
        new BatchNorm(),
        Activation.relu(),
        Convolution.of(channels, 1, 1),
        new Pooling(Pooling.Kind.AVERAGE, 2, 2, 0));
  }
}
