package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class StopSignalTest {

  /** Removing a hook tells whether it was there. */
  @Test
  void leavesNoShutdownHookBehind() throws Exception {
    StopSignal signal = StopSignal.listen();
    Thread hook = hook(signal);
    assertTrue(Runtime.getRuntime().removeShutdownHook(hook));
    Runtime.getRuntime().addShutdownHook(hook);
    signal.close();
    assertFalse(Runtime.getRuntime().removeShutdownHook(hook));
    assertFalse(signal.requested());
  }

  private static Thread hook(StopSignal signal) throws ReflectiveOperationException {
    Field hook = StopSignal.class.getDeclaredField("hook");
    hook.setAccessible(true);
    return (Thread) hook.get(signal);
  }
}
