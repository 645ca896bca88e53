package org.freezeout.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyTest {

  /** The names are an interface: on the command line, in files and in figures. */
  @Test
  void hasTheNamesOfTheInterface() {
    assertEquals(
        List.of("linear", "linear-scaled", "squared", "squared-scaled", "cubic", "cubic-scaled"),
        Arrays.stream(Strategy.values()).map(Strategy::toString).toList());
    assertEquals(
        List.of("linear", "linear-scaled", "cubic", "cubic-scaled"),
        Strategy.OF_THE_PAPER.stream().map(Strategy::toString).toList());
  }

  /** Turkish has another lower case of I. */
  @Test
  void hasTheSameNamesInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr"));
      assertEquals("linear-scaled", Strategy.LINEAR_SCALED.toString());
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByNameAndByParts(Strategy strategy) {
    assertSame(strategy, Strategy.named(strategy.toString()));
    assertSame(strategy, Strategy.of(strategy.spacing(), strategy.scaling()));
    assertSame(strategy, FreezeOut.of(0.1, 0.8, strategy).strategy());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Cubic", "cubic_scaled", "CUBIC_SCALED", "baseline", " cubic"})
  void refusesOtherNames(String name) {
    Refusal.of(
        () -> Strategy.named(name),
        "unknown strategy '"
            + name
            + "'; known: linear, linear-scaled, squared, squared-scaled, cubic, cubic-scaled");
  }
}
