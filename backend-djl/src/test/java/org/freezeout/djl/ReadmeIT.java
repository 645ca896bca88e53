package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The README's example of a training loop of one's own, in a program around it. */
class ReadmeIT {

  private static final Pattern EXAMPLE =
      Pattern.compile("```java\\R(FreezeOutTraining .*?)```", Pattern.DOTALL);

  /** What the README takes for granted: a model, a network, data, a number of epochs. */
  private static final String PROGRAM =
      """
      import ai.djl.*;
      import ai.djl.ndarray.*;
      import ai.djl.ndarray.types.*;
      import ai.djl.nn.*;
      import ai.djl.nn.core.*;
      import ai.djl.training.*;
      import ai.djl.training.dataset.*;
      import ai.djl.training.listener.*;
      import ai.djl.training.loss.*;
      import ai.djl.training.optimizer.*;
      import org.freezeout.djl.*;
      import org.freezeout.schedule.*;

      public class Program {
        public static FreezeOutTraining run(String engine) throws Exception {
          try (Model model = Model.newInstance("mine", Device.cpu(), engine)) {
            SequentialBlock block =
                new SequentialBlock()
                    .add(Linear.builder().setUnits(6).build())
                    .add(Activation::relu)
                    .add(Linear.builder().setUnits(6).build())
                    .add(Activation::relu)
                    .add(Linear.builder().setUnits(2).build());
            NDManager manager = model.getNDManager();
            Dataset trainingSet =
                new ArrayDataset.Builder()
                    .setData(manager.randomUniform(-1, 1, new Shape(24, 5)))
                    .optLabels(manager.zeros(new Shape(24)))
                    .setSampling(8, true)
                    .build();
            Dataset validationSet = trainingSet;
            Shape inputShape = new Shape(1, 5);
            int epochs = 4;
            int stepsPerEpoch = 3;
            EXAMPLE
            return freezing;
          }
        }
      }
      """;

  @TempDir private static Path folder;

  @BeforeAll
  static void compile() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    List<String> examples = EXAMPLE.matcher(readme).results().map(r -> r.group(1)).toList();
    assertEquals(1, examples.size());
    assertTrue(examples.get(0).contains("FreezeOut.of(0.001, 0.8)"));
    Path source = folder.resolve("Program.java");
    Files.writeString(source, PROGRAM.replace("EXAMPLE", examples.get(0)));
    int exitCode =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-classpath",
                System.getProperty("java.class.path"),
                source.toString());
    assertEquals(0, exitCode, "the example does not compile");
  }

  @ParameterizedTest
  @EnumSource
  void theExampleFreezes(DjlEngine engine) throws Exception {
    TinyExperiment.assumeReady(engine);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      var freezing =
          (FreezeOutTraining)
              loader
                  .loadClass("Program")
                  .getMethod("run", String.class)
                  .invoke(null, engine.load().getEngineName());
      assertEquals(12, freezing.completedSteps());
      // 0.8^3 * 12 = 6.1, 0.9^3 * 12 = 8.7
      assertEquals(List.of(7, 9), freezing.audit().stream().map(FreezeCheck::step).toList());
    }
  }
}
