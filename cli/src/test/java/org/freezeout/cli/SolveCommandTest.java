package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SolveCommandTest {

  @Test
  void findsTheT0ThatPredictGivesTheSavingFor() {
    JsonNode solutions = json("solve --arch wrn-16-4 --saving 0.2 --format json");
    assertEquals(4, solutions.size());
    for (JsonNode solution : solutions) {
      assertEquals(List.of("strategy", "t0", "saving"), names(solution));
      JsonNode predicted =
          json(
              "predict --arch wrn-16-4 --cost gradient --format json --strategy "
                  + solution.get("strategy").asText()
                  + " --t0 "
                  + solution.get("t0").asText());
      assertEquals(0.2, predicted.get(0).get("saving").asDouble(), 1e-9);
    }
  }

  /** Known saving of WRN-16-4 with t_0 = 0.8: 4.8186 % by the paper's formula, linear spacing. */
  @Test
  void solvesWithAnotherCostModel() {
    JsonNode solution =
        json("solve --arch wrn-16-4 --saving 0.048186 --strategy linear --cost paper --format json")
            .get(0);
    assertEquals(0.8, solution.get("t0").asDouble(), 1e-5);
  }

  /** With linear spacing 1 - t_i is proportional to 1 - t_0, so at most 4.8186 % / 0.2 is saved. */
  @Test
  void answersThatASavingIsImpossible() {
    String line = "solve --arch wrn-16-4 --saving 0.5 --strategy linear,cubic --cost paper ";
    JsonNode solution = json(line + "--format json").get(0);
    assertEquals(List.of("strategy", "t0", "max_saving"), names(solution));
    assertTrue(solution.get("t0").isNull());
    double most = solution.get("max_saving").asDouble();
    assertEquals(0.048186 / 0.2, most, 1e-5);
    Captured table = Captured.line(line);
    assertEquals(0, table.exitCode());
    assertTrue(table.out().contains("linear    impossible: at most 0.2409"), table.out());
    List<String> csv = Captured.line(line + "--format csv").out().lines().toList();
    assertEquals("strategy,t0,saving,max_saving", csv.get(0));
    assertEquals("linear,,," + most, csv.get(1));
  }

  @Test
  void needsToFreezeLessEarlyWithACache() {
    String line = "solve --arch wrn-16-4 --saving 0.2 --strategy cubic --format json";
    double plain = json(line).get(0).get("t0").asDouble();
    double cached = json(line + " --cache --epochs 20").get(0).get("t0").asDouble();
    double neverRead = json(line + " --cache --epochs 20 --views 20").get(0).get("t0").asDouble();
    assertTrue(cached > plain + 0.01, cached + " > " + plain);
    assertEquals(plain, neverRead, 1e-9);
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
}
