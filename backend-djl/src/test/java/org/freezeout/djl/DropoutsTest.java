package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.Dropout;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Residual;
import org.junit.jupiter.api.Test;

class DropoutsTest {

  private static final Operation DROPOUT = new Dropout(0.1);
  private static final Operation OTHER = Convolution.of(3, 3, 1);

  @Test
  void findsTheLastGroupWithADropoutHoweverDeep() {
    assertEquals(-1, lastGroup(OTHER, OTHER));
    assertEquals(0, lastGroup(DROPOUT, OTHER));
    assertEquals(1, lastGroup(DROPOUT, DROPOUT));
    assertEquals(1, lastGroup(OTHER, Residual.around(OTHER, DROPOUT)));
    assertEquals(1, lastGroup(OTHER, new Residual(List.of(OTHER), List.of(OTHER, DROPOUT))));
    assertEquals(1, lastGroup(OTHER, new Concatenation(List.of(Residual.around(DROPOUT), OTHER))));
  }

  private static int lastGroup(Operation first, Operation second) {
    return Dropouts.lastGroup(
        new ArchitectureSpec(
            "two",
            new FeatureShape(3, 4, 4),
            List.of(
                LayerGroup.of("first", first),
                LayerGroup.of("second", second),
                LayerGroup.of("classifier", new Dense(2, true)))));
  }
}
