package org.freezeout.djl;

import ai.djl.nn.AbstractBlock;

/**
 * A block made of blocks. It remembers that it is initialised: DJL asks in every training pass, and
 * would walk through all parameters at every level to answer.
 */
abstract class Composition extends AbstractBlock {

  private static final byte VERSION = 1;

  private boolean initialized;

  Composition() {
    super(VERSION);
  }

  @Override
  public boolean isInitialized() {
    initialized = initialized || super.isInitialized();
    return initialized;
  }

  @Override
  public void clear() {
    initialized = false;
    super.clear();
  }
}
