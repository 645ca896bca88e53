package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnginesCommandIT {

  @Test
  void tellsOfEachEngineAndDevice() throws Exception {
    Captured json = Captured.run("engines", "--format", "json");
    assertEquals(0, json.exitCode(), json.err());
    List<String> lines = new ArrayList<>(List.of("engine,version,device,ready"));
    for (JsonNode engine : json.json()) {
      List<String> ready = new ArrayList<>();
      for (JsonNode device : engine.get("device_status")) {
        lines.add(
            String.join(
                ",",
                engine.get("engine").asText(),
                engine.get("version").isNull() ? "" : engine.get("version").asText(),
                device.get("device").asText(),
                device.get("ready").asBoolean() ? "yes" : "no"));
        assertEquals(device.get("ready").asBoolean(), device.get("missing").isNull());
        if (device.get("ready").asBoolean()) {
          ready.add(device.get("device").asText());
        }
      }
      List<String> devices = new ArrayList<>();
      engine.get("devices").forEach(device -> devices.add(device.asText()));
      assertEquals(devices, ready, engine.get("engine").asText());
    }
    assertTrue(lines.contains("simulated,virtual clock,gpu0,yes"), lines.toString());
    List<String> csv =
        Captured.run("engines", "--format", "csv")
            .out()
            .lines()
            .map(line -> line.replace("\"", ""))
            .toList();
    assertEquals(lines.size(), csv.size());
    for (int i = 0; i < lines.size(); i++) {
      assertTrue(csv.get(i).startsWith(lines.get(i)), csv.get(i));
    }
  }
}
