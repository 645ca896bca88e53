package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.BatchNorm;
import org.freezeout.architecture.Catalogue;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.GeneratedArchitectures;
import org.freezeout.architecture.GlobalAveragePooling;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.architecture.Residual;
import org.junit.jupiter.api.Test;

class NetworkMemoryTest {

  /** Maps of 16, 32, 32, 32, 2 and 3 numbers of 4 bytes. */
  private static final NetworkMemory SMALL =
      NetworkMemory.of(
          new ArchitectureSpec(
              "small",
              new FeatureShape(1, 4, 4),
              List.of(
                  LayerGroup.of(
                      "conv", Convolution.of(2, 3, 1), new BatchNorm(), Activation.relu()),
                  LayerGroup.of("last", new GlobalAveragePooling(), new Dense(3, true)))));

  private static final int WEIGHTS = 9 * 2 + 2 * 2;
  private static final int LAST_WEIGHTS = 2 * 3 + 3;

  @Test
  void countsWhatIsKeptWhileEverythingTrains() {
    StepMemory step = SMALL.step(0, 10, PrefixRelease.BY_GROUP);
    assertEquals(4 * (WEIGHTS + 2 * 2 + LAST_WEIGHTS), step.parameters());
    assertEquals(4 * (WEIGHTS + LAST_WEIGHTS), step.gradients());
    assertEquals(4 * (WEIGHTS + LAST_WEIGHTS), step.optimizerState());
    assertEquals(10 * 4 * 16, step.input());
    assertEquals(0, step.frozenForward());
    assertEquals(10 * 4 * (3 * 32 + 2 + 3), step.activations());
    assertEquals(10 * 4 * (32 + 32), step.backward(), "gradients of two maps at a time");
    assertEquals(
        step.persistent() + step.input() + step.activations() + step.backward(), step.peak());
  }

  @Test
  void dropsTheMapsOfFrozenGroupsButKeepsTheirGradients() {
    StepMemory step = SMALL.step(1, 10, PrefixRelease.BY_GROUP);
    assertEquals(4 * (WEIGHTS + LAST_WEIGHTS), step.gradients());
    assertEquals(4 * LAST_WEIGHTS, step.optimizerState());
    assertEquals(10 * 4 * 3 * 32, step.frozenForward());
    assertEquals(10 * 4 * (32 + 2 + 3), step.activations());
    assertEquals(10 * 4 * (32 + 2), step.backward());
    assertEquals(step.persistent() + step.input() + step.frozenForward(), step.peak());
    assertEquals(
        10 * 4 * (3 * 32 + 32),
        SMALL.step(1, 10, PrefixRelease.AT_BORDER).frozenForward(),
        "all maps and a copy of the last");
  }

  @Test
  void gradientsWaitForTheOtherPath() {
    GroupMemory residual =
        NetworkMemory.of(
                new ArchitectureSpec(
                    "paths",
                    new FeatureShape(2, 2, 2),
                    List.of(
                        LayerGroup.of("sum", Residual.around(Convolution.of(2, 3, 1))),
                        LayerGroup.of(
                            "joined", new Concatenation(List.of(Convolution.of(1, 3, 1)))),
                        LayerGroup.of("last", new Dense(3, true)))))
            .groups()
            .get(0);
    assertEquals(4 * (8 + 8), residual.outputs());
    assertEquals(4 * (8 + 8 + 8), residual.backward());
  }

  @Test
  void theLargestBatchFitsAndOneMoreDoesNot() {
    StepMemory ten = SMALL.step(0, 10, PrefixRelease.BY_GROUP);
    assertEquals(OptionalLong.of(10), SMALL.largestBatch(0, ten.peak(), PrefixRelease.BY_GROUP));
    assertEquals(OptionalLong.of(9), SMALL.largestBatch(0, ten.peak() - 1, PrefixRelease.BY_GROUP));
    assertEquals(OptionalLong.empty(), SMALL.largestBatch(0, 1000, PrefixRelease.BY_GROUP));
  }

  /** Parameters as published for WRN-16-4; running statistics are two for each channel. */
  @Test
  void weightsAreThoseOfTheArchitecture() {
    ArchitectureSpec wrn = Catalogue.resolve("wrn-16-4", Optional.empty(), OptionalInt.empty());
    StepMemory step = NetworkMemory.of(wrn).step(0, 1, PrefixRelease.BY_GROUP);
    assertEquals(4 * wrn.parameters(), step.gradients());
    assertEquals(4 * wrn.parameters(), step.optimizerState());
  }

  @Test
  void refusesWhatIsOutOfRange() {
    for (int k : new int[] {-1, 3}) {
      assertEquals(
          "frozen prefix must lie in [0, 2], got " + k,
          assertThrows(
                  IllegalArgumentException.class, () -> SMALL.step(k, 1, PrefixRelease.BY_GROUP))
              .getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> SMALL.step(0, 0, PrefixRelease.BY_GROUP));
    assertEquals(
        "a step takes more than 9223372036854775807 bytes",
        assertThrows(
                IllegalArgumentException.class,
                () -> SMALL.step(0, Long.MAX_VALUE, PrefixRelease.BY_GROUP))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new GroupMemory(-1, 0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new GroupMemory(0, 0, 1, 2, 0));
  }

  @Property(tries = 200)
  void thePeakNeverRisesWithTheFrozenPrefix(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll @IntRange(min = 1, max = 512) int batch) {
    NetworkMemory memory = NetworkMemory.of(network);
    long baseline = memory.step(0, batch, PrefixRelease.BY_GROUP).peak();
    long before = baseline;
    for (int k = 1; k <= network.groups().size(); k++) {
      long peak = memory.step(k, batch, PrefixRelease.BY_GROUP).peak();
      long atBorder = memory.step(k, batch, PrefixRelease.AT_BORDER).peak();
      assertTrue(peak <= before, () -> memory.toString());
      assertTrue(peak <= atBorder && atBorder <= baseline, () -> memory.toString());
      before = peak;
    }
  }

  @Property(tries = 200)
  void allButWeightsIsLinearInTheBatch(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll PrefixRelease release,
      @ForAll @IntRange(min = 1, max = 512) int batch) {
    NetworkMemory memory = NetworkMemory.of(network);
    for (int k = 0; k <= network.groups().size(); k++) {
      StepMemory one = memory.step(k, 1, release);
      StepMemory many = memory.step(k, batch, release);
      assertEquals(one.persistent(), many.persistent());
      assertEquals(batch * (one.peak() - one.persistent()), many.peak() - many.persistent());
    }
  }

  @Property(tries = 200)
  void theLargestBatchIsTheLastThatFits(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll PrefixRelease release,
      @ForAll @LongRange(min = 1, max = 1L << 40) long limit) {
    NetworkMemory memory = NetworkMemory.of(network);
    for (int k = 0; k <= network.groups().size(); k++) {
      long batch = memory.largestBatch(k, limit, release).orElse(0);
      assertTrue(batch == 0 || memory.step(k, batch, release).peak() <= limit);
      assertTrue(memory.step(k, batch + 1, release).peak() > limit);
    }
  }

  @Provide
  Arbitrary<ArchitectureSpec> architectures() {
    return GeneratedArchitectures.architectures();
  }
}
