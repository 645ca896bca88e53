package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Residual;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    StepMemory step = SMALL.step(0, 10, EngineMemory.PYTORCH);
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
    StepMemory step = SMALL.step(1, 10, EngineMemory.PYTORCH);
    assertEquals(4 * (WEIGHTS + LAST_WEIGHTS), step.gradients());
    assertEquals(4 * LAST_WEIGHTS, step.optimizerState());
    assertEquals(10 * 4 * 3 * 32, step.frozenForward());
    assertEquals(10 * 4 * (32 + 2 + 3), step.activations());
    assertEquals(10 * 4 * (32 + 2), step.backward());
    assertEquals(step.persistent() + step.input() + step.frozenForward(), step.peak());
    assertEquals(
        10 * 4 * (3 * 32 + 32),
        SMALL.step(1, 10, EngineMemory.MXNET).frozenForward(),
        "all maps and a copy of the last");
  }

  /** All operators run in one piece, whose gradients are all there at its end. */
  @Test
  void mxNetFreesGradientsTogetherAndKeepsWhatItWorksIn() {
    StepMemory step = SMALL.step(0, 10, EngineMemory.MXNET);
    assertEquals(10 * 4 * (3 * 32 + 2 + 3), step.activations());
    assertEquals(10 * 4 * (3 + 2 + 3 * 32 + 16), step.backward());
    assertEquals(
        8 * 4 * (2 * 9 * 2 + 10 * 16) + (4 << 20) + 5_120_000,
        step.workspace(),
        "weights, their gradient and the plain images of the convolution");
    assertEquals(0, SMALL.step(0, 10, EngineMemory.PYTORCH).workspace());
  }

  /** Of 20 operators alike, 15 make a gradient each before the first is freed. */
  @Test
  void aPieceOfTheBackwardPassHas15Operators() {
    Operation[] alike = new Operation[20];
    Arrays.fill(alike, Activation.relu());
    StepMemory step =
        NetworkMemory.of(
                new ArchitectureSpec(
                    "alike", new FeatureShape(18, 1, 1), List.of(LayerGroup.of("all", alike))))
            .step(0, 1, EngineMemory.MXNET);
    assertEquals(20 * 18 * 4, step.activations());
    assertEquals((1 + 15) * 18 * 4, step.backward());
  }

  /**
   * What MXNet 1.9.1 had allocated for its four work spaces, as seen in calls of malloc while it
   * trained on 1x32x32, up to 64 bytes with which each copy is aligned.
   */
  @ParameterizedTest
  @CsvSource({"wrn-16-2, 32, 16777472", "densenet-bc-40-12, 16, 25166080", "vgg-11, 64, 37748992"})
  void workSpacesAreAsLargeAsTheEngineMakesThem(String name, int batch, long each) {
    ArchitectureSpec network =
        Catalogue.resolve(name, Optional.of(new FeatureShape(1, 32, 32)), OptionalInt.of(10));
    long bytes = NetworkMemory.of(network).step(0, batch, EngineMemory.MXNET).workspace();
    assertEquals(each, (bytes - EngineMemory.RANDOM_STATES) / 4.0, 2 * 2 * 64);
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
    StepMemory ten = SMALL.step(0, 10, EngineMemory.PYTORCH);
    assertEquals(OptionalLong.of(10), SMALL.largestBatch(0, ten.peak(), EngineMemory.PYTORCH));
    assertEquals(OptionalLong.of(9), SMALL.largestBatch(0, ten.peak() - 1, EngineMemory.PYTORCH));
    assertEquals(OptionalLong.empty(), SMALL.largestBatch(0, 1000, EngineMemory.PYTORCH));
  }

  /** Parameters as published for WRN-16-4; running statistics are two for each channel. */
  @Test
  void weightsAreThoseOfTheArchitecture() {
    ArchitectureSpec wrn = Catalogue.resolve("wrn-16-4", Optional.empty(), OptionalInt.empty());
    StepMemory step = NetworkMemory.of(wrn).step(0, 1, EngineMemory.PYTORCH);
    assertEquals(4 * wrn.parameters(), step.gradients());
    assertEquals(4 * wrn.parameters(), step.optimizerState());
  }

  @Test
  void refusesWhatIsOutOfRange() {
    for (int k : new int[] {-1, 3}) {
      assertEquals(
          "frozen prefix must lie in [0, 2], got " + k,
          assertThrows(IllegalArgumentException.class, () -> SMALL.step(k, 1, EngineMemory.PYTORCH))
              .getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> SMALL.step(0, 0, EngineMemory.PYTORCH));
    assertEquals(
        "a step takes more than 9223372036854775807 bytes",
        assertThrows(
                IllegalArgumentException.class,
                () -> SMALL.step(0, Long.MAX_VALUE, EngineMemory.PYTORCH))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new GroupMemory(-1, 0, 0, 0, 0, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new GroupMemory(0, 0, 1, 2, 0, List.of()));
    assertThrows(IllegalArgumentException.class, () -> new OperatorMemory(0, 0, 0, 0, -1));
  }

  @Property(tries = 200)
  void thePeakNeverRisesWithTheFrozenPrefix(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll @IntRange(min = 1, max = 512) int batch) {
    NetworkMemory memory = NetworkMemory.of(network);
    long before = memory.step(0, batch, EngineMemory.PYTORCH).peak();
    long first = memory.step(0, batch, EngineMemory.MXNET).peak();
    for (int k = 1; k <= network.groups().size(); k++) {
      long peak = memory.step(k, batch, EngineMemory.PYTORCH).peak();
      long mxNet = memory.step(k, batch, EngineMemory.MXNET).peak();
      assertTrue(peak <= before, () -> memory.toString());
      assertTrue(mxNet <= first, () -> memory.toString());
      before = peak;
    }
  }

  @Property(tries = 200)
  void allButWeightsIsLinearInTheBatch(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll EngineMemory engine,
      @ForAll @IntRange(min = 1, max = 512) int batch) {
    NetworkMemory memory = NetworkMemory.of(network);
    for (int k = 0; k <= network.groups().size(); k++) {
      StepMemory one = memory.step(k, 1, engine);
      StepMemory many = memory.step(k, batch, engine);
      assertEquals(one.persistent(), many.persistent());
      assertEquals(
          batch * (one.peak() - one.persistent() - one.workspace()),
          many.peak() - many.persistent() - many.workspace());
      assertTrue(one.workspace() <= many.workspace());
      assertTrue(many.workspace() <= batch * one.workspace());
    }
  }

  @Property(tries = 200)
  void theLargestBatchIsTheLastThatFits(
      @ForAll("architectures") ArchitectureSpec network,
      @ForAll EngineMemory engine,
      @ForAll @LongRange(min = 1, max = 1L << 40) long limit) {
    NetworkMemory memory = NetworkMemory.of(network);
    for (int k = 0; k <= network.groups().size(); k++) {
      long batch = memory.largestBatch(k, limit, engine).orElse(0);
      assertTrue(batch == 0 || memory.step(k, batch, engine).peak() <= limit);
      assertTrue(memory.step(k, batch + 1, engine).peak() > limit);
    }
  }

  @Provide
  Arbitrary<ArchitectureSpec> architectures() {
    return GeneratedArchitectures.architectures();
  }
}
