package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSpecTest {

  @Test
  void readsAnEngineAsTheCommandLineNamesIt() {
    assertEquals(
        new EngineSpec("mxnet", Optional.empty(), "cpu", 2), EngineSpec.of("mxnet", "cpu", 2));
    assertEquals(
        new EngineSpec("simulated", Optional.of("a:b/c.json"), "gpu0", 1),
        EngineSpec.of("simulated:a:b/c.json", "gpu0", 1));
    assertEquals(Optional.of(""), EngineSpec.of("simulated:", "cpu", 1).argument());
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "gpu0", "gpu7", "gpu10", "gpu999"})
  void knowsDevices(String device) {
    assertEquals(device, EngineSpec.of("mxnet", device, 1).device());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CPU", "cpu0", "gpu", "gpu-1", "gpu00", "gpu01", "gpu1000", "tpu0"})
  void refusesOtherDevices(String device) {
    assertEquals(
        "unknown device '" + device + "'; known: cpu, gpu0, gpu1, ...",
        refusal(() -> EngineSpec.of("mxnet", device, 1)));
  }

  @Test
  void refusesNoThreads() {
    assertEquals(
        "threads must be at least 1, got 0", refusal(() -> EngineSpec.of("mxnet", "cpu", 0)));
  }

  @Test
  void anUnknownEngineIsNamed() {
    assertEquals(
        "unknown engine 'tensorflow'; known: ", refusal(() -> TrainingBackend.named("tensorflow")));
  }
}
