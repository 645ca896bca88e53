package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Catalogue;
import org.freezeout.architecture.FeatureShape;
import org.junit.jupiter.api.Test;

class NetworkBuilderTest {

  private static final int BATCH = 5;

  @Test
  void givesTheShapesOfTheArchitecture() {
    List<ArchitectureSpec> architectures =
        new ArrayList<>(
            List.of(
                TinyNetworks.smooth(),
                TinyNetworks.withDropout(),
                TinyNetworks.vectors(),
                TinyNetworks.pooled()));
    for (String name :
        List.of("vgg-16", "wrn-16-2", "densenet-22-12", "densenet-bc-22-12", "resnet-50")) {
      architectures.add(Catalogue.resolve(name, Optional.empty(), OptionalInt.empty()));
    }
    for (ArchitectureSpec architecture : architectures) {
      List<FeatureShape> expected = architecture.shapes();
      Shape[] shapes = {NetworkBuilder.shape(BATCH, expected.get(0))};
      List<Block> groups = NetworkBuilder.build(architecture).blocks();
      assertEquals(architecture.groups().size(), groups.size());
      for (int i = 0; i < groups.size(); i++) {
        shapes = groups.get(i).getOutputShapes(shapes);
        assertArrayEquals(
            new Shape[] {NetworkBuilder.shape(BATCH, expected.get(i + 1))},
            shapes,
            architecture.name() + " group " + architecture.groups().get(i).name());
      }
    }
  }
}
