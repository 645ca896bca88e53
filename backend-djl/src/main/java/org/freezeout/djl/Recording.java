package org.freezeout.djl;

import ai.djl.engine.Engine;
import ai.djl.mxnet.engine.MxGradientCollector;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * What an open gradient collector records on this thread, which each engine switches its own way.
 */
final class Recording {

  private Recording() {}

  /**
   * Computes something without recording it for the backward pass, whether a collector is open or
   * not. MXNet then runs batch normalisation and dropout in inference mode, which it refuses inside
   * a collector otherwise.
   *
   * @throws IllegalArgumentException if the engine is neither MXNet nor PyTorch
   */
  static <T> T paused(Engine engine, Supplier<T> computation) {
    return switch (engine.getEngineName()) {
      case "MXNet" -> pausedOnMxNet(computation);
      case "PyTorch" -> pausedOnPyTorch(computation);
      default ->
          throw new IllegalArgumentException(
              "engine " + engine.getEngineName() + " cannot freeze; MXNet and PyTorch can");
    };
  }

  private static <T> T pausedOnMxNet(Supplier<T> computation) {
    boolean recording = MxGradientCollector.setRecording(false);
    boolean training = MxGradientCollector.setTraining(false);
    try {
      return computation.get();
    } finally {
      MxGradientCollector.setRecording(recording);
      MxGradientCollector.setTraining(training);
    }
  }

  private static <T> T pausedOnPyTorch(Supplier<T> computation) {
    boolean recording = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return computation.get();
    } finally {
      JniUtils.setGradMode(recording);
    }
  }
}
