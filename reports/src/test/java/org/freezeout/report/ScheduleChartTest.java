package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

class ScheduleChartTest {

  private static final LayerwiseSchedule SCHEDULE = FreezeOut.of(0.1, 0.8).forLayers(40);

  @TempDir Path folder;

  @BeforeAll
  static void fonts() {
    Fixture.assumeFonts();
  }

  @Test
  void anSvgIsWellFormedAndAlwaysTheSame() throws Exception {
    Path first = folder.resolve("a.svg");
    Path second = folder.resolve("b.SVG");
    ScheduleChart.write(SCHEDULE, "cubic-scaled & <t0>", first);
    ScheduleChart.write(SCHEDULE, "cubic-scaled & <t0>", second);

    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    Element svg = Fixture.xml(Files.readString(first)).getDocumentElement();
    assertEquals("svg", svg.getLocalName());
    assertEquals("0 0 760 420", svg.getAttribute("viewBox"));
    assertEquals("cubic-scaled & <t0>", svg.getElementsByTagName("title").item(0).getTextContent());
  }

  @Test
  void aCurveIsOneLineInTheColourOfItsLayer() throws Exception {
    Path file = folder.resolve("a.svg");
    ScheduleChart.write(SCHEDULE, "t", file);

    String svg = Files.readString(file);
    for (int layer : RateFigure.shown(40)) {
      String stroke = "stroke:" + Palette.html(Palette.ofLayer(layer, 40)) + ";";
      assertEquals(2, svg.split(stroke, -1).length - 1, "curve and legend of layer " + layer);
    }
  }

  @Test
  void aPngIsAnImage() throws Exception {
    Path file = folder.resolve("a.png");
    ScheduleChart.write(SCHEDULE, "t", file);

    BufferedImage image = ImageIO.read(file.toFile());
    assertEquals(1520, image.getWidth());
    assertEquals(840, image.getHeight());
    int color = Palette.ofLayer(39, 40).getRGB();
    boolean drawn = false;
    for (int x = 0; x < image.getWidth() && !drawn; x++) {
      for (int y = 0; y < image.getHeight() && !drawn; y++) {
        drawn = image.getRGB(x, y) == color;
      }
    }
    assertTrue(drawn, "the last layer's curve");
  }

  @Test
  void ofManyLayersSomeAreShown() {
    assertEquals(List.of(0, 1, 2), RateFigure.shown(3));
    assertEquals(List.of(0), RateFigure.shown(1));
    assertEquals(List.of(0, 4, 9, 13, 17, 22, 26, 30, 35, 39), RateFigure.shown(40));
  }

  @Test
  void otherFormatsAreRefusedAndNothingIsWritten() throws Exception {
    for (String name : List.of("a.pdf", "a", "svg", "a.svg.gz", ".")) {
      Path file = folder.resolve(name);
      var e =
          assertThrows(
              IllegalArgumentException.class, () -> ScheduleChart.write(SCHEDULE, "t", file));
      assertEquals("chart file must end in .svg or .png, got " + file, e.getMessage());
    }
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @Test
  void namesMustFitTheLayers() {
    Path file = folder.resolve("a.svg");
    assertThrows(
        IllegalArgumentException.class,
        () -> ScheduleChart.write(SCHEDULE, List.of("one"), "t", file));
    assertFalse(Files.exists(file));
  }
}
