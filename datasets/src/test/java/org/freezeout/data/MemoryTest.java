package org.freezeout.data;

import static org.freezeout.data.Refusals.assertRefused;

import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void refusesWhatDoesNotFit() {
    long heap = Runtime.getRuntime().maxMemory();
    Memory.require("a-file", heap / 4);
    assertRefused(() -> Memory.require("a-file", heap / 2), "a-file", "a third of the heap");
    assertRefused(() -> Memory.require("a-file", Long.MAX_VALUE), "a-file", "MiB");
  }
}
