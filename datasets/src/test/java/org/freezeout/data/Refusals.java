package org.freezeout.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** What is expected when bad input is refused. */
final class Refusals {

  private Refusals() {}

  /** Requires an IllegalArgumentException with one line that contains all the parts. */
  static void assertRefused(Executable action, Object... parts) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertEquals(1, message.lines().count(), message);
    for (Object part : parts) {
      assertTrue(message.contains(part.toString()), message + " should contain " + part);
    }
  }

  /** Requires success or an IllegalArgumentException with one line; true if it succeeded. */
  static boolean succeedsOrIsRefused(Executable action, String what) {
    try {
      action.execute();
      return true;
    } catch (IllegalArgumentException e) {
      assertEquals(1, String.valueOf(e.getMessage()).lines().count(), what + ": " + e);
      return false;
    } catch (Throwable e) {
      throw new AssertionError(what, e);
    }
  }
}
