package org.freezeout.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The example of the README, run as it stands there. */
class ReadmeTest {

  @Test
  void theExampleRuns() {
    // example
    ImageDataset data = ImageDatasets.open("fashion-mnist-subset");
    TrainingBatches batches = new TrainingBatches(data, Augmentation.STANDARD, 128, 42);
    try (BatchPrefetcher prefetcher = new BatchPrefetcher(batches, 0)) {
      for (int step = 0; step < 10 * batches.stepsPerEpoch(); step++) {
        Batch batch = prefetcher.take(step).batch(); // valid until the next is taken
        assertEquals(128 * 32 * 32, batch.images().length); // not shown
      }
    }
    for (Batch batch : new TestBatches(data, 500)) {
      // measure the error
      assertEquals(500, batch.size()); // not shown
    }
    // end
    assertEquals(10_000 / 128, batches.stepsPerEpoch());
  }

  @Test
  void theReadmeShowsIt() throws IOException {
    String source = Files.readString(Path.of("src/test/java/org/freezeout/data/ReadmeTest.java"));
    String example =
        source
            .substring(source.indexOf("// example\n") + 11, source.indexOf("    // end\n"))
            .lines()
            .filter(line -> !line.endsWith("// not shown"))
            .map(line -> line.substring(4))
            .collect(Collectors.joining("\n"));
    assertTrue(Files.readString(Path.of("README.md")).contains(example), example);
  }
}
