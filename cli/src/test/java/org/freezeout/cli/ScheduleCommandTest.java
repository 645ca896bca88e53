package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ScheduleCommandTest {

  @Test
  void hasTheFieldsOfTheInterface() {
    JsonNode schedule = json("schedule --layers 3 --format json");
    assertEquals(List.of("strategy", "t0", "base_rate", "layers"), names(schedule));
    assertEquals(
        List.of("index", "freeze_time", "initial_rate"), names(schedule.get("layers").get(0)));
    JsonNode all =
        json("schedule --layers 3 --epochs 2 --steps-per-epoch 10 --points 2 --format json");
    assertEquals(
        List.of("index", "freeze_time", "initial_rate", "freeze_step", "rates"),
        names(all.get("layers").get(0)));
  }

  /**
   * Expected values follow by hand from t_i = (t_0 + (1 - t_0) i / (n - 1))^p, a_i(0) = a / t_i.
   */
  @Test
  void printsTheScheduleThatTheAuthorsRecommend() {
    JsonNode schedule = json("schedule --layers 3 --format json");
    assertEquals("cubic-scaled", schedule.get("strategy").asText());
    assertEquals(0.8, schedule.get("t0").asDouble());
    assertEquals(0.1, schedule.get("base_rate").asDouble());
    double[] freezeTimes = {0.512, 0.729, 1};
    for (int i = 0; i < 3; i++) {
      JsonNode layer = schedule.get("layers").get(i);
      assertEquals(i, layer.get("index").asInt());
      assertEquals(freezeTimes[i], layer.get("freeze_time").asDouble(), 1e-12);
      assertEquals(0.1 / freezeTimes[i], layer.get("initial_rate").asDouble(), 1e-12);
    }
  }

  @Test
  void printsFreezeStepsAndRatesAtSteps() {
    JsonNode layers =
        json("schedule --layers 2 --strategy linear --t0 0.5 --base-rate 1 --epochs 2"
                + " --steps-per-epoch 5 --points 10 --format json")
            .get("layers");
    assertEquals(5, layers.get(0).get("freeze_step").asInt());
    assertEquals(10, layers.get(1).get("freeze_step").asInt());
    List<Double> rates = numbers(layers.get(0).get("rates"));
    assertEquals(10, rates.size());
    assertEquals(1, rates.get(0));
    // Step 1 of 10 is a fifth of the way to t = 0.5: (1 + cos(pi / 5)) / 2 = (5 + sqrt(5)) / 8.
    assertEquals((5 + Math.sqrt(5)) / 8, rates.get(1), 1e-12);
    assertEquals(0, rates.get(5));
  }

  @Test
  void printsRatesFromTheStartToTheEnd() {
    JsonNode layers =
        json("schedule --layers 2 --strategy linear --t0 0.5 --base-rate 1 --points 5 --format json")
            .get("layers");
    double[] first = {1, 0.5, 0, 0, 0};
    double[] last = {1, (2 + Math.sqrt(2)) / 4, 0.5, (2 - Math.sqrt(2)) / 4, 0};
    for (int p = 0; p < 5; p++) {
      assertEquals(first[p], layers.get(0).get("rates").get(p).asDouble(), 1e-12);
      assertEquals(last[p], layers.get(1).get("rates").get(p).asDouble(), 1e-12);
    }
  }

  @Test
  void printsTheSameAsCsv() {
    String[] lines =
        Captured.line("schedule --layers 2 --t0 0.5 --strategy linear --points 3 --format csv")
            .out()
            .split("\n");
    assertEquals("index,freeze_time,initial_rate,rate_0,rate_0.5,rate_1", lines[0]);
    assertEquals("0,0.5,0.1,0.1,0.0,0.0", lines[1]);
    assertEquals(3, lines.length);
  }

  @Test
  void printsATableByDefault() {
    String[] lines = Captured.line("schedule --layers 2 --strategy linear").out().split("\n");
    assertEquals("index  freeze time  initial rate", lines[0]);
    assertEquals("    0       0.8000        0.1000", lines[1]);
  }

  /** 0.5^3 = 1/8, so the first layer starts at 8 times the base rate. */
  @Test
  void warnsAboutLargeRatesAndClipsNothing() {
    Captured large = Captured.line("schedule --layers 4 --t0 0.5 --format json");
    assertEquals(0, large.exitCode());
    assertEquals(1, large.err().lines().count());
    assertTrue(large.err().contains("8.000 times the base rate"), large.err());
    assertEquals(0.8, large.json().get("layers").get(0).get("initial_rate").asDouble(), 1e-12);
    assertEquals("", Captured.line("schedule --layers 4 --t0 0.6").err());
    assertEquals("", Captured.line("schedule --layers 1 --t0 0.5").err());
    assertFalse(Captured.line("schedule --layers 4 --strategy cubic --t0 0.5").err().contains("8"));
  }

  private static JsonNode json(String line) {
    Captured captured = Captured.line(line);
    assertEquals("", captured.err());
    assertEquals(0, captured.exitCode());
    return captured.json();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<Double> numbers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asDouble).toList();
  }
}
