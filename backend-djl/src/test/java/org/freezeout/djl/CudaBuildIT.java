package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.freezeout.djl.cuda.StubbedCuda;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything up to the first kernel on a GPU: the CUDA build of MXNet is loaded by path, with a
 * stub for a driver where there is none, and trains on the CPU. Asked for with {@code
 * -Dfreezeout.cuda=true}, where {@code freezeout install cuda} was run.
 */
class CudaBuildIT {

  /** Two builds add numbers up in other orders; 40 steps carry that on. */
  private static final double TOLERANCE = 1e-4;

  @TempDir private Path folder;

  @Test
  void trainsOnTheCpuAsTheCpuBuildDoes() throws Exception {
    assumeTrue(Boolean.getBoolean("freezeout.cuda"), "not asked for by -Dfreezeout.cuda=true");
    String missing = StubbedCuda.missing();
    assumeTrue(missing.isEmpty(), missing);
    TinyExperiment.assumeReady(DjlEngine.MXNET);
    Path cuda = folder.resolve("cuda");
    Path cpu = folder.resolve("cpu");
    String ofCuda = run(true, cuda);
    String ofCpu = run(false, cpu);
    assertTrue(ofCuda.contains("version 1.9.1 (DJL 0.36.0, CUDA 11.8, cuDNN 8.6)"), ofCuda);
    assertTrue(ofCuda.contains("has CUDA true"), ofCuda);
    assertTrue(ofCpu.contains("has CUDA false"), ofCpu);
    double[] expected = numbers(cpu);
    double[] actual = numbers(cuda);
    assertEquals(expected.length, actual.length);
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i] - actual[i]));
      assertEquals(
          expected[i], actual[i], TOLERANCE * Math.max(1, Math.abs(expected[i])), "number " + i);
    }
    System.out.println("CUDA build on the CPU: largest difference " + largest);
    assertNotEquals(expected[0], expected[TinyExperiment.STEPS - 1], "it learned something");
  }

  /** A program of its own, since one can load MXNet but once. */
  private String run(boolean cuda, Path numbers) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "-Dai.djl.offline=true",
            CudaBuildTraining.class.getName(),
            String.valueOf(cuda),
            numbers.toString()));
    File out = folder.resolve("out").toFile();
    int exitCode =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out).start().waitFor();
    String text = Files.readString(out.toPath());
    assertEquals(0, exitCode, text);
    return text;
  }

  private static double[] numbers(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
    double[] numbers = new double[bytes.remaining() / Double.BYTES];
    bytes.asDoubleBuffer().get(numbers);
    return numbers;
  }
}
