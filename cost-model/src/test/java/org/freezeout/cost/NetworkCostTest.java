package org.freezeout.cost;

import static org.freezeout.cost.OperationCost.NOTHING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Catalogue;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.Dropout;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Pooling;
import org.freezeout.architecture.Residual;
import org.junit.jupiter.api.Test;

class NetworkCostTest {

  /** Multiply-accumulates of operations on a 6x20x10 input. */
  private static long macs(Operation... operations) {
    return NetworkCost.of(
            new ArchitectureSpec(
                "one",
                new FeatureShape(6, 20, 10),
                List.of(
                    LayerGroup.of("first", operations),
                    LayerGroup.of("last", new GlobalAveragePooling()))))
        .macs(0);
  }

  @Test
  void convolutions() {
    // Outputs times the kernel times the input channels that one output sees.
    assertEquals(8L * 20 * 10 * (3 * 3) * 6, macs(Convolution.of(8, 3, 1)));
    assertEquals(8L * 10 * 5 * (3 * 3) * 6, macs(Convolution.of(8, 3, 2)));
    assertEquals(8L * 18 * 8 * (3 * 3) * 6, macs(new Convolution(8, 3, 1, 0, 1, true)));
    assertEquals(8L * 24 * 14 * (5 * 5) * 6, macs(new Convolution(8, 5, 1, 4, 1, false)));
    // Stride 3 leaves the last windows out that do not fit: floor((20 - 4) / 3) + 1 = 6.
    assertEquals(8L * 6 * 3 * (4 * 4) * 6, macs(new Convolution(8, 4, 3, 0, 1, false)));
  }

  @Test
  void convolutionsInGroupsSeeTheirPartOfTheChannels() {
    assertEquals(9L * 20 * 10 * (3 * 3) * 2, macs(new Convolution(9, 3, 1, 1, 3, false)));
    assertEquals(6L * 20 * 10 * (5 * 5) * 1, macs(new Convolution(6, 5, 1, 2, 6, false)));
  }

  @Test
  void denseLayers() {
    assertEquals(7L * (6 * 20 * 10), macs(new Dense(7, true)));
    assertEquals(7L * 6, macs(new GlobalAveragePooling(), new Dense(7, false)));
  }

  @Test
  void everythingElseIsNotCounted() {
    assertEquals(
        0,
        macs(
            new BatchNorm(),
            Activation.relu(),
            new Pooling(Pooling.Kind.MAX, 3, 2, 1),
            new Dropout(0.5),
            Residual.around(new Pooling(Pooling.Kind.AVERAGE, 3, 1, 1))));
  }

  @Test
  void compositionsCountEachPath() {
    Convolution body = Convolution.of(8, 3, 2);
    Convolution shortcut = Convolution.of(8, 1, 2);
    assertEquals(
        8L * 10 * 5 * (9 * 6 + 1 * 6),
        macs(new Residual(List.of(new BatchNorm(), body), List.of(shortcut))));
    // The next operation sees the channels of the input and those appended to it.
    assertEquals(
        20L * 10 * (4 * 9 * 6 + 5 * (6 + 4)),
        macs(new Concatenation(List.of(Convolution.of(4, 3, 1))), Convolution.of(5, 1, 1)));
  }

  @Test
  void poolingShrinksWhatComesAfter() {
    assertEquals(
        2L * 5 * 3 * 6,
        macs(
            new Pooling(Pooling.Kind.MAX, 2, 2, 0),
            new Pooling(Pooling.Kind.AVERAGE, 3, 2, 1),
            Convolution.of(2, 1, 1)));
  }

  @Test
  void tellsForHowLongInputGradientsAreNeeded() {
    ArchitectureSpec network =
        new ArchitectureSpec(
            "gradients",
            new FeatureShape(3, 8, 8),
            List.of(
                LayerGroup.of("pool", new Pooling(Pooling.Kind.MAX, 2, 2, 0)),
                LayerGroup.of("conv", Convolution.of(4, 3, 1), new BatchNorm()),
                LayerGroup.of("nothing", Activation.relu()),
                LayerGroup.of(
                    "post",
                    new Residual(
                        List.of(Convolution.of(4, 3, 1), Convolution.of(4, 3, 1)),
                        List.of(Convolution.of(4, 1, 1))),
                    Convolution.of(4, 1, 1)),
                LayerGroup.of(
                    "pre",
                    new BatchNorm(),
                    new Residual(
                        List.of(Convolution.of(4, 3, 1)), List.of(Convolution.of(4, 1, 1)))),
                LayerGroup.of("last", new GlobalAveragePooling(), new Dense(2, true))));
    NetworkCost cost = NetworkCost.of(network);
    assertEquals(List.of(false, true, false, true, true, true), cost.learns());
    assertEquals(
        List.of(NOTHING, 1, 3, 1, 3, 4, 4, 4),
        cost.operations().stream().map(operation -> operation.learners().get(0)).toList());
    assertEquals(
        List.of(1, 3, 3, 3, 3, 4, 4, 5),
        cost.operations().stream().map(OperationCost::group).toList());
  }

  @Test
  void groupsAddUpToTheNetwork() {
    NetworkCost cost =
        NetworkCost.of(Catalogue.resolve("resnet-18", Optional.empty(), OptionalInt.empty()));
    long sum = 0;
    for (int group = 0; group < cost.groups(); group++) {
      sum += cost.macs(group);
      assertEquals(cost.macs(group), cost.groupMacs()[group]);
    }
    assertEquals(sum, cost.macs());
  }

  @Test
  void refusesMoreThanALongCanCount() {
    // 2^17 x 2^11 outputs with 2^30 kernel elements and 2^17 channels each: 2^75.
    ArchitectureSpec network =
        new ArchitectureSpec(
            "huge",
            new FeatureShape(1 << 10, 1 << 9, 1 << 9),
            List.of(
                LayerGroup.of("conv", new Convolution(1 << 10, 32767, 1, 16383, 1, false)),
                LayerGroup.of("last", new GlobalAveragePooling())));
    assertEquals(
        "more than 9223372036854775807 multiply-accumulates",
        assertThrows(IllegalArgumentException.class, () -> NetworkCost.of(network)).getMessage());

    LayerGroup[] many = new LayerGroup[9];
    for (int i = 0; i < many.length - 1; i++) {
      many[i] = LayerGroup.of("conv" + i, new Convolution(1 << 8, 32767, 1, 16383, 1, false));
    }
    many[8] = LayerGroup.of("last", new GlobalAveragePooling());
    // 2^8 x 2^8 x 2^8 outputs, 2^30 kernel elements and 2^8 channels: 2^62 each.
    ArchitectureSpec sum =
        new ArchitectureSpec("huge", new FeatureShape(1 << 8, 1 << 8, 1 << 8), List.of(many));
    assertEquals(
        "the network has more than 9223372036854775807 multiply-accumulates",
        assertThrows(IllegalArgumentException.class, () -> NetworkCost.of(sum)).getMessage());
  }
}
