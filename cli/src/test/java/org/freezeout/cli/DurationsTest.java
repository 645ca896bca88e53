package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({"3h,10800", "90m,5400", "1h30m,5400", "45s,45", "1h0m1s,3601", "999999h,3599996400"})
  void readsWhatPeopleWrite(String text, double seconds) {
    assertEquals(seconds, Durations.seconds("--time", text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "3",
        "3 h",
        "0s",
        "0h0m",
        "-3h",
        "1.5h",
        "30m1h",
        "PT3H",
        "9999999h",
        "3hh",
        "x"
      })
  void refusesOthers(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Durations.seconds("--time", text))
            .getMessage();
    assertEquals(
        "--time must be a duration such as 3h, 90m, 1h30m or 45s, got '" + text + "'", message);
  }

  @ParameterizedTest
  @CsvSource({
    "0.844,0.84s",
    "12.34,12.3s",
    "59.96,1m00s",
    "252,4m12s",
    "7500,2h05m",
    "1e6,277h47m"
  })
  void writesThemShort(double seconds, String text) {
    assertEquals(text, Durations.text(seconds));
  }
}
