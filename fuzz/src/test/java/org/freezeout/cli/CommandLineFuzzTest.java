package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.freezeout.fuzz.Folders;
import org.freezeout.fuzz.Hostile;
import org.freezeout.fuzz.Input;
import org.freezeout.fuzz.JsonDamage;
import org.freezeout.fuzz.Law;
import org.freezeout.fuzz.OnnxDamage;

/** Command lines: words are damaged, missing, doubled, in another order or out of place. */
class CommandLineFuzzTest {

  /** The most takes a comparison in 10,000 steps of a single image, at 37 kB a step and run. */
  private static final Law LAW = new Law("command line", 2560L << 20, 0);

  /** TMP is a folder; files in it are intact or damaged. */
  private static final List<String> INTACT =
      List.of(
          "schedule --layers 5 --t0 0.5 --strategy cubic --base-rate 0.1 --format csv",
          "schedule --arch wrn-10-1 --epochs 2 --steps-per-epoch 10 --points 3 --format json",
          "schedule --layers 3 --chart TMP/new.svg",
          "predict --arch wrn-10-1 --t0 0.5,0.8 --strategy cubic,linear --cost paper,gradient",
          "predict --arch TMP/damaged.json --input 3x32x32 --classes 10",
          "predict --arch densenet-bc-40-12 --cost authors --format json",
          "predict --arch TMP/damaged.onnx",
          "predict --arch TMP/random.onnx --t0 0.5 --strategy cubic --format json",
          "schedule --arch TMP/random.onnx --t0 0.5 --format csv",
          "solve --arch TMP/random.onnx --saving 0.1 --strategy cubic",
          "predict --arch wrn-10-1 --t0 0.5 --strategy cubic --calibration TMP/random.json",
          "predict --arch wrn-10-1 --cost calibrated:TMP/calibration.json --format csv",
          "solve --arch wrn-10-1 --saving 0.1 --strategy cubic --calibration TMP/random.json",
          "plan --arch wrn-10-1 --saving 0.1 --strategy cubic,linear --calibration TMP/random.json",
          "plan --arch wrn-10-1 --saving 0.1,0.2 --format csv",
          "calibrate --engine simulated --arch wrn-10-1 --batch 100 --out TMP/new.json",
          "train --engine simulated --arch wrn-10-1 --epochs 1 --calibration TMP/random.json",
          "resume TMP/run --format json",
          "solve --arch vgg-11 --saving 0.2 --strategy cubic --cost gradient --format csv",
          "report TMP/run --format json",
          "engines --format xml",
          "help compare",
          "--version",
          "train --engine simulated --arch wrn-10-1 --dataset cifar10:TMP/none --epochs 1",
          "compare --engine simulated --arch wrn-10-1 --batch 0 --seed 7 --threads 2 --device cpu",
          "compare --engine simulated:TMP/damaged.json --augment none --t0 0.5 --batch 99999");

  private static Path folder;
  private static Path calibration;
  private static String intactCalibration;

  @BeforeContainer
  static void create() throws IOException {
    folder = Files.createTempDirectory("fuzz");
    Files.writeString(folder.resolve("damaged.json"), "{\"format\": 1, \"name\": \"\u001b[2J\", ");
    Files.writeString(folder.resolve("damaged.onnx"), "no protocol buffer");
    calibration = folder.resolve("calibration.json");
    assertEquals(
        0,
        run(
            List.of(
                ("calibrate --engine simulated --arch wrn-10-1 --batch 100 --threads 2 --out "
                        + calibration)
                    .split(" ")),
            new ByteArrayOutputStream(),
            new ByteArrayOutputStream()));
    intactCalibration = Files.readString(calibration);
    Files.createDirectory(folder.resolve("run"));
    Files.writeString(folder.resolve("run/run.json"), "{\"format\": 1, \"status\": \"a\nb\"}");
  }

  @AfterContainer
  static void delete() throws IOException {
    Folders.delete(folder);
  }

  @AfterProperty
  void report() {
    LAW.report();
  }

  @Provide
  Arbitrary<Input> inputs() {
    return Input.inputs(random -> Input.of("arguments", line(random)));
  }

  /** The words, each in a line of its own; what no word can hold is left out. */
  private static byte[] line(Random random) {
    List<String> words =
        new ArrayList<>(List.of(INTACT.get(random.nextInt(INTACT.size())).split(" ")));
    List<String> others = List.of(INTACT.get(random.nextInt(INTACT.size())).split(" "));
    for (int changes = random.nextInt(4); changes > 0 && !words.isEmpty(); changes--) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(9)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(random.nextInt(words.size())));
        case 2 -> words.set(at, others.get(random.nextInt(others.size())));
        case 3 -> words.add(at, others.get(random.nextInt(others.size())));
        case 4 -> words.set(at, Hostile.number(random));
        case 5 -> words.set(at, words.get(at) + "," + Hostile.number(random));
        case 6 -> words.set(at, words.get(at) + Hostile.text(random));
        default -> words.set(at, Hostile.text(random));
      }
    }
    return String.join("\n", words).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The words of a line. What might train takes place on the virtual clock and is short; whatever
   * writes does so in the folder.
   */
  private static List<String> words(Input input) {
    String text = new String(input.bytes(), StandardCharsets.UTF_8);
    List<String> words =
        new ArrayList<>(List.of(text.replace("TMP", folder.toString()).split("\n", -1)));
    int out = words.indexOf("--out") + 1;
    if (out > 0 && out < words.size() && !words.get(out).startsWith(folder.toString())) {
      words.set(out, folder + "/" + words.get(out));
    }
    if (words.contains("train") || words.contains("compare")) {
      words.addAll(List.of("--out", folder.resolve("out").toString()));
      if (words.stream().noneMatch(word -> word.startsWith("simulated"))) {
        words.addAll(List.of("--engine", "simulated"));
      }
      if (!words.contains("--epochs")) {
        words.addAll(List.of("--epochs", "1"));
      }
    }
    return words;
  }

  /** It ends with 0, or with 2, one line that tells why, and nothing written. */
  @Property
  void endsInOneOfTwoWays(@ForAll("inputs") Input input) throws IOException {
    List<String> words = words(input);
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var random = new Random(input.seed());
    Files.write(folder.resolve("random.onnx"), OnnxDamage.of(random));
    Files.write(
        folder.resolve("random.json"), JsonDamage.of(intactCalibration, intactCalibration, random));
    List<Path> before = files();
    LAW.holds(
        input,
        input.bytes().length,
        "freezeout: ",
        () -> {
          int exitCode = run(words, out, err);
          String message = err.toString(StandardCharsets.UTF_8);
          if (exitCode != 0) {
            assertEquals(2, exitCode, message);
            assertEquals("", out.toString(StandardCharsets.UTF_8));
            assertTrue(message.endsWith("\n"), message);
            assertEquals(before, files());
            throw new IllegalArgumentException(message.substring(0, message.length() - 1));
          }
        });
    Folders.delete(folder.resolve("out"));
    Files.deleteIfExists(folder.resolve("new.svg"));
    Files.deleteIfExists(folder.resolve("new.json"));
  }

  private static int run(List<String> words, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      return FreezeOutCommand.run(words.toArray(String[]::new));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }

  private static List<Path> files() throws IOException {
    try (var files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }
}
