package org.freezeout.onnx;

/** A shape or number that cannot be known without running the network. */
final class NotKnown extends RuntimeException {
  private static final long serialVersionUID = 1;

  NotKnown(String why) {
    super(why, null, false, false);
  }
}
