package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.api.Test;

/** Runs the example of the module's README. */
class UserGuideTest {

  @Test
  void readmeExample() throws IOException {
    // README {
    ArchitectureSpec network =
        Architectures.named("wrn-16-4", Optional.empty(), OptionalInt.empty());
    FreezePlan plan = FreezePlan.continuous(FreezeOut.of(0.1, 0.8), network.groups().size());
    double paper = CostModels.named("paper").saving(network, plan); // 0.1280
    double exact = CostModels.named("gradient").saving(network, plan); // 0.1705
    Solution half = Solver.solve(network, new PaperCost(), Strategy.CUBIC, 0.5); // impossible
    // }
    assertEquals(0.1280, paper, 5e-5);
    assertEquals(0.1705, exact, 5e-5);
    assertTrue(half instanceof Solution.Impossible);
  }

  @Test
  void theReadmeShowsWhatRunsHere() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/org/freezeout/cost/UserGuideTest.java"));
    String example =
        source
            .substring(source.indexOf("// README {\n") + 12, source.indexOf("    // }\n"))
            .stripTrailing()
            .stripIndent();
    String shown = Files.readString(Path.of("README.md"));
    assertTrue(shown.contains("```java\n" + example + "\n```\n"), example);
  }
}
