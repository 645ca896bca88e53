package org.freezeout.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.freezeout.cost.Advice;
import org.freezeout.cost.SavingInterval;

/** What a row says of whether to freeze. */
final class Advised {

  private Advised() {}

  /**
   * The advice and why not to freeze.
   *
   * @param saving null where there is no interval, so no advice
   */
  static Map<String, Object> cells(SavingInterval saving) {
    Advice advice = saving == null ? null : Advice.of(saving);
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("advice", advice == null ? null : advice.text());
    cells.put("reason", advice == null ? null : advice.reason());
    return cells;
  }
}
