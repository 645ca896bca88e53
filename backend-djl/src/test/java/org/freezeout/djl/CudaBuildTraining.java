package org.freezeout.djl;

import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.nn.Parameter;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.djl.cuda.StubbedCuda;

/** A program that trains a tiny network on the CPU, with MXNet's CUDA build or its CPU build. */
final class CudaBuildTraining {

  private CudaBuildTraining() {}

  /**
   * Trains and writes what came of it.
   *
   * @param args whether to use the CUDA build, and the file to write: losses of the steps, then
   *     weights
   */
  public static void main(String[] args) throws IOException {
    boolean cuda = Boolean.parseBoolean(args[0]);
    if (cuda) {
      StubbedCuda.load();
    }
    ArchitectureSpec network = TinyNetworks.smooth();
    try (DjlSession session = TinyExperiment.open(DjlEngine.MXNET, network);
        DjlLearner learner = (DjlLearner) session.newLearner(TinyExperiment.freezing(network));
        var out = new DataOutputStream(Files.newOutputStream(Path.of(args[1])))) {
      Engine djl = session.djl();
      System.out.println("version " + session.environment().engineVersion());
      System.out.println("has CUDA " + djl.hasCapability(StandardCapabilities.CUDA));
      System.out.println("GPUs " + djl.getGpuCount());
      for (int step = 0; step < TinyExperiment.STEPS; step++) {
        session.loadBatch(step);
        out.writeDouble(learner.train(step).loss().orElseThrow());
      }
      for (var group : learner.network().groups()) {
        for (Parameter parameter : group.getParameters().values()) {
          for (float value : parameter.getArray().toFloatArray()) {
            out.writeDouble(value);
          }
        }
      }
    }
  }
}
