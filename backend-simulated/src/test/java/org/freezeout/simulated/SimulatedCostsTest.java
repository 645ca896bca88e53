package org.freezeout.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.freezeout.cost.GroupCost;
import org.freezeout.cost.GroupCosts;
import org.freezeout.cost.NetworkCost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedCostsTest {

  private static final String GROUP =
      "{\"forward_seconds\": 1, \"weight_gradient_seconds\": 2, \"inner_gradient_seconds\": 3,"
          + " \"border_gradient_seconds\": 4}";

  @TempDir Path temp;

  @Test
  void readsTheExampleOfTheReadme() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```json\n") + 8;
    SimulatedCosts costs = read(readme.substring(start, readme.indexOf("```", start)));
    assertEquals(
        new SimulatedCosts(
            1,
            List.of(
                new GroupSeconds(0.004, 0.004, 0, 0, 0.0001),
                new GroupSeconds(0.011, 0.010, 0.012, 0, 0.0003),
                new GroupSeconds(0.001, 0.001, 0, 0.001, 0.0)),
            0.002,
            1.5,
            0.0005,
            0.05,
            new Drift(Drift.Shape.SINE, 0.2, 60),
            new Outliers(0.01, 3),
            new Fault(Fault.Kind.LOSS, 400, 0.5)),
        costs);
  }

  @Test
  void readsWhatACacheTakes() throws IOException {
    String group = GROUP.replace("}", ", \"cache_read_seconds\": 6, \"cache_write_seconds\": 7}");
    assertEquals(
        List.of(new GroupSeconds(1, 2, 3, 4, null, 6.0, 7.0)),
        read("{\"format\": 1, \"groups\": [" + group + "]}").groups());
    String negative = group.replace("6", "-6");
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> read("{\"format\": 1, \"groups\": [" + negative + "]}"))
            .getMessage();
    assertTrue(
        message.contains("cache_read_seconds must lie in [0.0, 86400.0], got -6.0"), message);
  }

  @Test
  void leavesOutWhatIsNotGiven() throws IOException {
    SimulatedCosts costs = read("{\"format\": 1, \"groups\": [" + GROUP + "]}");
    assertEquals(
        new SimulatedCosts(
            1,
            List.of(new GroupSeconds(1, 2, 3, 4, 0.0)),
            0.0,
            0.0,
            0.0,
            0.0,
            Drift.NONE,
            Outliers.NONE),
        costs);
  }

  @Test
  void countsAnUpdateAsLongAsAWeightGradient() {
    assertEquals(new GroupCost(1, 2.5, 3, 4, true), new GroupSeconds(1, 2, 3, 4, 0.5).cost(true));
  }

  @Test
  void scalesMacsToSeconds() {
    NetworkCost network = NetworkCost.of(Experiments.network());
    List<GroupCost> macs = GroupCosts.ofMacs(network).groups();
    SimulatedCosts costs = SimulatedCosts.ofMacs(network, 20, 1000);
    List<GroupCost> seconds = costs.groupCosts(network.learns()).groups();
    assertEquals(macs.size(), seconds.size());
    for (int i = 0; i < macs.size(); i++) {
      // 20 images at 50,000 million multiply-accumulates a second
      assertEquals(macs.get(i).forward() * 4e-10, seconds.get(i).forward(), 1e-15);
      assertEquals(macs.get(i).weightGradient() * 4e-10, seconds.get(i).weightGradient(), 1e-15);
      assertEquals(macs.get(i).innerGradient() * 4e-10, seconds.get(i).innerGradient(), 1e-15);
      assertEquals(macs.get(i).borderGradient() * 4e-10, seconds.get(i).borderGradient(), 1e-15);
    }
    assertEquals(0.001, costs.overheadSeconds());
    assertEquals(network.macs() * 2e-8, costs.evaluationSeconds(), 1e-15);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|format: missing or null",
        "{'format': 2, 'groups': [G]}|format must be 1, got 2",
        "{'format': 1.5, 'groups': [G]}|format: Cannot coerce Floating-point value (1.5)",
        "{'format': 1}|groups must list the costs of at least one layer group, got null",
        "{'format': 1, 'groups': []}|groups must list the costs of at least one layer group",
        "{'format': 1, 'groups': [null]}|groups must list the costs of at least one layer group",
        "{'format': 1, 'groups': [{}]}|groups[0].forward_seconds: missing or null",
        "{'format': 1, 'groups': [G, {'forward_seconds': 1}]}|groups[1].weight_gradient_seconds",
        "{'format': 1, 'groups': [G], 'noise': 1}|noise: unknown field; known: data_wait_seconds,",
        "{'format': 1, 'format': 1, 'groups': [G]}|Duplicate field 'format'",
        "{'format': 1, 'groups': [G], 'noise_sigma': -0.1}|noise_sigma must lie in [0.0, 3.0], got -0.1",
        "{'format': 1, 'groups': [G], 'noise_sigma': 'x'}|noise_sigma: Cannot",
        "{'format': 1, 'groups': [G], 'noise_sigma': 'NaN'}|noise_sigma",
        "{'format': 1, 'groups': [G], 'noise_sigma': NaN}|'NaN'",
        "{'format': 1, 'groups': [G], 'overhead_seconds': 1e999}|overhead_seconds must lie in [0.0, 86400.0], got Infinity",
        "{'format': 1, 'groups': [G], 'evaluation_seconds': -1}|evaluation_seconds must lie in [0.0, 86400.0], got -1.0",
        "{'format': 1, 'groups': [G], 'data_wait_seconds': 1e6}|data_wait_seconds must lie in [0.0, 86400.0], got 1000000.0",
        "{'format': 1, 'groups': [G], 'drift': {'amplitude': 2, 'period_seconds': 1}}|drift: amplitude must lie in [0.0, 0.99], got 2.0",
        "{'format': 1, 'groups': [G], 'drift': {'shape': 'square', 'amplitude': 0, 'period_seconds': 1}}|drift.shape",
        "{'format': 1, 'groups': [G], 'outliers': {'probability': 2, 'factor': 1}}|outliers: probability must lie in [0.0, 1.0], got 2.0",
        "{'format': 1, 'groups': [G], 'outliers': {'probability': 0.1, 'factor': 0.5}}|outliers: factor must lie in [1.0, 1000.0], got 0.5",
        "{'format': 1, 'groups': [Z]}|a step must take time: overhead_seconds and every forward_seconds are 0",
        "{'format': 1, 'groups': [G]} x|Unrecognized token 'x'",
        "{'format': 1, 'groups': [G]|end-of-input",
        "null|null is not a value",
        "[]|Cannot deserialize",
      })
  void refusesWhatItDoesNotUnderstand(String json, String message) {
    String text =
        json.replace("G", GROUP).replace("Z", GROUP.replaceAll("\\d", "0")).replace('\'', '"');
    String got = assertThrows(IllegalArgumentException.class, () -> read(text)).getMessage();
    String file = temp.resolve("costs.json").toString();
    assertTrue(got.startsWith(file) && got.contains(message), got);
    assertEquals(1, got.lines().count(), got);
  }

  @ParameterizedTest
  @CsvSource({
    "forward_seconds",
    "weight_gradient_seconds",
    "inner_gradient_seconds",
    "border_gradient_seconds",
  })
  void namesTheFieldOfAGroup(String field) {
    for (String value : List.of("-1", "1e400", "90000")) {
      String text = "{\"format\": 1, \"groups\": [" + GROUP + ",\n" + GROUP + "]}";
      int second = text.lastIndexOf("\"" + field + "\"");
      String bad =
          text.substring(0, second) + text.substring(second).replaceFirst(": \\d", ": " + value);
      String got = assertThrows(IllegalArgumentException.class, () -> read(bad)).getMessage();
      assertTrue(
          got.contains(
              "groups[1]: "
                  + field
                  + " must lie in [0.0, 86400.0], got "
                  + Double.parseDouble(value)),
          got);
      assertTrue(got.contains("line 2"), got);
    }
  }

  private SimulatedCosts read(String json) throws IOException {
    return SimulatedCosts.read(Files.writeString(temp.resolve("costs.json"), json));
  }
}
