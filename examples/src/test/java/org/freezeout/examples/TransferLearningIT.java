package org.freezeout.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.Engine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.freezeout.djl.FreezeCheck;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example runs on both engines, with fewer images. */
class TransferLearningIT {

  private static final int IMAGES = 120;
  private static final int BATCH = 12;
  private static final int EPOCHS = 2;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"MXNet", "PyTorch"})
  void learnsAndFreezes(String engine) throws Exception {
    assumeTrue(Engine.hasEngine(engine), () -> "no " + engine);
    TransferLearning example = new TransferLearning(engine, folder, IMAGES, BATCH, EPOCHS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Engine.getEngine(engine).setRandomSeed(1);
    TransferLearning.Outcome outcome =
        example.run(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    String printed = bytes.toString(StandardCharsets.UTF_8);
    // Three residual units and the stem freeze before the classifier: (0.5 + 0.5 i / 4)^3 of 20
    // steps are 2.5, 4.9, 8.4, 13.4.
    for (String line :
        List.of(
            "group 0 (01Conv2d) on cpu(), frozen since step 3: 0 of 1 arrays changed, 0 updates",
            "group 1 (02ParallelBlock) on cpu(), frozen since step 5: 0 of",
            "group 2 (03ParallelBlock) on cpu(), frozen since step 9: 0 of",
            "group 3 (04ParallelBlock) on cpu(), frozen since step 14: 0 of",
            "processor time ",
            "weights in " + folder)) {
      assertTrue(printed.contains(line.strip()), printed);
    }
    assertTrue(Files.size(folder.resolve("fine-tuned-0000.params")) > 300_000, printed);
    assertEquals(4, outcome.audit().size());
    assertTrue(outcome.audit().stream().allMatch(FreezeCheck::passed));
    // One in five would be right by chance.
    assertTrue(outcome.accuracy() > 0.4, printed);
  }
}
