package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "unknown device '" + device + "'; known: cpu, gpu0, gpu1, ... and lists of GPUs",
        refusal(() -> EngineSpec.of("mxnet", device, 1)));
  }

  @Test
  void readsListsOfGpus() {
    assertEquals(List.of("cpu"), EngineSpec.of("mxnet", "cpu", 1).devices());
    assertEquals(
        List.of("gpu1", "gpu0", "gpu10"), EngineSpec.of("mxnet", "gpu1,gpu0,gpu10", 1).devices());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gpu0,gpu1,gpu0 | device gpu0 can be used once, got 'gpu0,gpu1,gpu0'
          cpu,gpu0       | several devices must all be GPUs, such as gpu0,gpu1, got 'cpu,gpu0'
          gpu0,cpu       | several devices must all be GPUs, such as gpu0,gpu1, got 'gpu0,cpu'
          cpu,cpu        | several devices must all be GPUs, such as gpu0,gpu1, got 'cpu,cpu'
          gpu0,          | unknown device ''; known: cpu, gpu0, gpu1, ... and lists of GPUs
          ,              | unknown device ''; known: cpu, gpu0, gpu1, ... and lists of GPUs
          gpu0, gpu1     | unknown device ' gpu1'; known: cpu, gpu0, gpu1, ... and lists of GPUs
          gpu0,tpu1      | unknown device 'tpu1'; known: cpu, gpu0, gpu1, ... and lists of GPUs
          """)
  void refusesOtherLists(String devices, String message) {
    assertEquals(message, refusal(() -> EngineSpec.of("mxnet", devices, 1)));
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
