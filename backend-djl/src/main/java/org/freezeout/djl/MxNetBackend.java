package org.freezeout.djl;

/** Trains with Apache MXNet, {@code --engine mxnet}. */
public final class MxNetBackend extends DjlBackend {

  /** For the service loader. Loads nothing native. */
  public MxNetBackend() {
    super(DjlEngine.MXNET);
  }
}
