package org.freezeout.djl;

/** Trains with PyTorch, {@code --engine pytorch}. */
public final class PyTorchBackend extends DjlBackend {

  /** For the service loader. Loads nothing native. */
  public PyTorchBackend() {
    super(DjlEngine.PYTORCH);
  }
}
