package org.freezeout.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.basicmodelzoo.basic.Mlp;
import ai.djl.basicmodelzoo.cv.classification.AlexNet;
import ai.djl.basicmodelzoo.cv.classification.GoogLeNet;
import ai.djl.basicmodelzoo.cv.classification.LeNet;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV1;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.basicmodelzoo.cv.classification.NiN;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.basicmodelzoo.cv.classification.SqueezeNet;
import ai.djl.basicmodelzoo.cv.classification.VGG;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import org.freezeout.djl.LayerGroups;
import org.junit.jupiter.api.Test;

/** How the networks of DJL's model zoo fall into layer groups, as their definitions have them. */
class ModelZooTest {

  @Test
  void chainsHaveAGroupForEachLayer() {
    assertGroups(3, new Mlp(4, 2, new int[] {8, 8}));
    assertGroups(2 + 3, LeNet.builder().build());
    assertGroups(5 + 3, AlexNet.builder().build());
    assertGroups(8 + 3, VGG.builder().build());
    assertGroups(4 * 3, NiN.builder().build());
  }

  @Test
  void residualUnitsAndInceptionsFreezeAsAWhole() {
    // The stem, 3 stages of (n - 2) / 6 units, the classifier.
    assertGroups(1 + 3 * 3 + 1, resNet(20, 28));
    // The stem, 3 + 4 + 6 + 3 units, the classifier.
    assertGroups(1 + 16 + 1, resNet(50, 224));
    // The stem, two layers, 2 + 5 + 2 inceptions, the classifier.
    assertGroups(1 + 2 + 9 + 1, GoogLeNet.builder().build());
    // The stem, 8 modules of a layer that squeezes and two that expand, the classifier.
    assertGroups(1 + 8 * 2 + 1, SqueezeNet.squeezenet(10));
  }

  @Test
  void mobileNetsHaveGroupsForSeparableConvolutions() {
    // 13 pairs of a depthwise and a pointwise convolution.
    assertGroups(1 + 13 * 2 + 1, MobileNetV1.builder().build());
    // 17 bottlenecks: 10 with a shortcut, which are one, 7 without, of three layers.
    assertGroups(1 + 10 + 7 * 3 + 1 + 1, MobileNetV2.builder().build());
  }

  private static Block resNet(int layers, int side) {
    return ResNetV1.builder()
        .setImageShape(new Shape(3, side, side))
        .setNumLayers(layers)
        .setOutSize(10)
        .build();
  }

  private static void assertGroups(int expected, Block network) {
    LayerGroups groups = LayerGroups.of(network);
    assertEquals(expected, groups.size(), groups::toString);
  }
}
