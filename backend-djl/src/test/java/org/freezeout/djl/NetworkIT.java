package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;
import org.freezeout.architecture.ArchitectureSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Networks compute what their architecture says, by the definitions in {@link ReferenceNetwork}.
 */
class NetworkIT {

  @ParameterizedTest
  @EnumSource
  void predictsWhatTheDefinitionsSay(DjlEngine engine) {
    for (ArchitectureSpec architecture :
        List.of(
            TinyNetworks.smooth(),
            TinyNetworks.withDropout(),
            TinyNetworks.vectors(),
            TinyNetworks.pooled())) {
      try (TinyTraining training = TinyTraining.of(engine, architecture)) {
        training.warmUp();
        double[] expected = reference(architecture, training, architecture.groups().size());
        try (NDArray outputs = training.network.predict(training.images)) {
          assertArrayEquals(expected, doubles(outputs.toFloatArray()), 2e-5, architecture.name());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void frozenGroupsUseRunningStatisticsAndActiveOnesThoseOfTheBatch(DjlEngine engine) {
    ArchitectureSpec architecture = TinyNetworks.smooth();
    for (int k = 0; k <= architecture.groups().size(); k++) {
      try (TinyTraining training = TinyTraining.of(engine, architecture)) {
        training.warmUp();
        double expected =
            ReferenceNetwork.loss(reference(architecture, training, k), training.batch.labels());
        assertEquals(expected, training.train(k), 1e-5, "frozen prefix " + k);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void hasTheParametersThatTheArchitectureCounts(DjlEngine engine) {
    for (ArchitectureSpec architecture :
        List.of(TinyNetworks.smooth(), TinyNetworks.withDropout(), TinyNetworks.vectors())) {
      try (TinyTraining training = TinyTraining.of(engine, architecture)) {
        for (int group = 0; group < architecture.groups().size(); group++) {
          assertEquals(
              architecture.groups().get(group).parameters(architecture.shapes().get(group)),
              training.learned(group).stream().mapToLong(p -> p.getArray().size()).sum(),
              architecture.groups().get(group).name());
        }
      }
    }
  }

  private static double[] reference(
      ArchitectureSpec architecture, TinyTraining training, int frozenPrefix) {
    return ReferenceNetwork.outputs(
        architecture, training.block, training.batch.images(), TinyTraining.BATCH, frozenPrefix);
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }
}
