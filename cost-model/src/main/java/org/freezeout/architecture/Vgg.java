package org.freezeout.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * VGG with batch normalisation: every convolution, with what follows it up to the next one, is a
 * layer group; the classifier is the last.
 *
 * <p>There are two heads. Images of at least 224x224 get the original one, 4096-4096-classes with
 * dropout; with it the convolutions have biases and the network is torchvision's {@code vgg16_bn}
 * (or 11, 13, 19). Smaller images get the FreezeOut authors' head for 32x32, 512-512-classes with
 * batch normalisation and dropout; their convolutions have no bias. (The authors normalise once
 * more behind the second rectifier; that is left out here.) Sides below 32 are impossible: five
 * poolings halve them.
 *
 * <p>Sources: K. Simonyan, A. Zisserman, arXiv 1409.1556, table 1; ajbrock/FreezeOut, {@code
 * vgg.py}.
 */
public final class Vgg {

  /** Convolutions of each stage, and their channels. */
  private static final Map<Integer, int[]> STAGES =
      Map.of(
          11, new int[] {1, 1, 2, 2, 2},
          13, new int[] {2, 2, 2, 2, 2},
          16, new int[] {2, 2, 3, 3, 3},
          19, new int[] {2, 2, 4, 4, 4});

  private static final int[] CHANNELS = {64, 128, 256, 512, 512};

  private Vgg() {}

  /**
   * Builds a network.
   *
   * @param depth convolutions and dense layers with the original head: 11, 13, 16 or 19
   * @throws IllegalArgumentException if the depth is another, or the input too small
   */
  public static ArchitectureSpec of(int depth, FeatureShape input, int classes) {
    checkDepth(depth);
    boolean original = input.height() >= 224 && input.width() >= 224;
    List<LayerGroup> groups = new ArrayList<>();
    for (int stage = 0; stage < CHANNELS.length; stage++) {
      int convolutions = STAGES.get(depth)[stage];
      for (int i = 0; i < convolutions; i++) {
        List<Operation> operations = new ArrayList<>();
        operations.add(new Convolution(CHANNELS[stage], 3, 1, 1, 1, original));
        operations.add(new BatchNorm());
        operations.add(Activation.relu());
        if (i == convolutions - 1) {
          operations.add(new Pooling(Pooling.Kind.MAX, 2, 2, 0));
        }
        groups.add(new LayerGroup("conv" + (groups.size() + 1), operations));
      }
    }
    groups.add(
        new LayerGroup("classifier", original ? originalHead(classes) : authorsHead(classes)));
    return new ArchitectureSpec("vgg-" + depth, input, groups);
  }

  static void checkDepth(int depth) {
    if (!STAGES.containsKey(depth)) {
      throw new IllegalArgumentException("the depth of vgg must be 11, 13, 16 or 19, got " + depth);
    }
  }

  private static List<Operation> originalHead(int classes) {
    return List.of(
        new Dense(4096, true),
        Activation.relu(),
        new Dropout(0.5),
        new Dense(4096, true),
        Activation.relu(),
        new Dropout(0.5),
        new Dense(classes, true));
  }

  private static List<Operation> authorsHead(int classes) {
    return List.of(
        new Dense(512, true),
        new BatchNorm(),
        Activation.relu(),
        new Dropout(0.5),
        new Dense(512, true),
        new BatchNorm(),
        Activation.relu(),
        new Dropout(0.5),
        new Dense(classes, true));
  }
}
