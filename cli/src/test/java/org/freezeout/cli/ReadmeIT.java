package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import jdk.jshell.JShell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example of trained weights, with a network that this test trains. */
class ReadmeIT {

  private static final int SIDE = 16;
  private static final int IMAGES = 24;

  @TempDir private Path folder;

  @Test
  void trainedWeightsPredict() throws IOException {
    for (String part : new String[] {"train", "test"}) {
      images(folder.resolve("images").resolve(part).resolve("dark"), 0);
      images(folder.resolve("images").resolve(part).resolve("light"), 180);
    }
    Path run = folder.resolve("run");
    int exitCode =
        FreezeOutCommand.run(
            "train",
            "--dataset",
            "images:" + folder.resolve("images"),
            "--augment",
            "none",
            "--arch",
            "densenet-bc-10-4",
            "--batch",
            "8",
            "--epochs",
            "8",
            "--out",
            run.toString());
    assertEquals(0, exitCode);
    for (String kind : new String[] {"dark", "light"}) {
      Path image = folder.resolve("images").resolve("test").resolve(kind).resolve("0.png");
      String code =
          ReadmeSnippet.all()
              .get(1)
              .replace("\"runs/mine\"", literal(run))
              .replace("\"image.png\"", literal(image));
      assertTrue(code.contains(literal(run)) && code.contains(literal(image)), code);
      try (JShell shell = ReadmeSnippet.shell()) {
        ReadmeSnippet.run(shell, code);
        assertEquals('"' + kind + '"', ReadmeSnippet.value(shell, "best"));
        ReadmeSnippet.run(shell, "model.close();");
      }
    }
  }

  private static String literal(Path path) {
    return '"' + path.toString().replace("\\", "\\\\") + '"';
  }

  private static void images(Path folder, int brightness) throws IOException {
    Files.createDirectories(folder);
    var random = new Random(brightness);
    for (int i = 0; i < IMAGES; i++) {
      var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
        int value = brightness + random.nextInt(60);
        image.setRGB(pixel % SIDE, pixel / SIDE, value << 16 | value << 8 | value);
      }
      ImageIO.write(image, "png", folder.resolve(i + ".png").toFile());
    }
  }
}
