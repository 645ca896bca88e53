package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictMemoryTest {

  private static final String PREDICT =
      "predict --arch wrn-16-4 --strategy linear --t0 0.5 --memory --batch 100 --format json ";

  @Test
  void tellsEachStage() {
    JsonNode rows = json(PREDICT + "--memory-limit 1g");
    List<String> names = new ArrayList<>();
    rows.get(0).fieldNames().forEachRemaining(names::add);
    assertEquals(
        List.of(
            "arch",
            "strategy",
            "t0",
            "batch",
            "frozen_prefix",
            "from_progress",
            "step_share",
            "time_share",
            "peak_bytes",
            "parameter_bytes",
            "gradient_bytes",
            "optimizer_bytes",
            "input_bytes",
            "frozen_forward_bytes",
            "activation_bytes",
            "backward_bytes",
            "workspace_bytes",
            "largest_batch"),
        names);
    assertEquals(8, rows.size());
    double steps = 0;
    double time = 0;
    for (int k = 0; k < 8; k++) {
      JsonNode row = rows.get(k);
      assertEquals(k, row.get("frozen_prefix").asInt());
      assertEquals(steps, row.get("from_progress").asDouble(), 1e-12);
      steps += row.get("step_share").asDouble();
      time += row.get("time_share").asDouble();
    }
    assertEquals(0.5, rows.get(0).get("step_share").asDouble());
    assertEquals(1, steps, 1e-12);
    assertEquals(1, time, 1e-12);
    assertEquals(100 * 3 * 32 * 32 * 4, rows.get(0).get("input_bytes").asLong());
  }

  @Test
  void pyTorchFreesWhatFrozenLayersComputeAndMxNetKeepsItForAWhile() {
    JsonNode pyTorch = json(PREDICT + "--engine pytorch");
    JsonNode mxNet = json(PREDICT);
    assertEquals(0, pyTorch.get(0).get("workspace_bytes").asLong());
    assertTrue(mxNet.get(0).get("workspace_bytes").asLong() > 0);
    long last = Long.MAX_VALUE;
    for (JsonNode row : pyTorch) {
      assertTrue(row.get("peak_bytes").asLong() <= last);
      last = row.get("peak_bytes").asLong();
    }
    assertTrue(last < mxNet.get(7).get("peak_bytes").asLong());
  }

  @Test
  void writesSizesForPeople() {
    String text = Captured.line((PREDICT + "--memory-limit 100k").replace("json", "table")).out();
    assertTrue(text.contains("MiB"), text);
    assertTrue(text.lines().skip(1).allMatch(line -> line.stripTrailing().endsWith("-")), text);
  }

  private static JsonNode json(String arguments) {
    return Captured.line(arguments).json();
  }
}
