package org.freezeout.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.nn.Block;
import ai.djl.translate.Translator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.Normalization;
import org.freezeout.experiment.RunFolder;

/**
 * Trained networks as DJL models.
 *
 * <pre>{@code
 * try (Model model = FreezeOutModels.load(Path.of("runs/NAME/cubic-scaled-t0.8"), "mxnet");
 *     Predictor<Image, Classifications> predictor =
 *         model.newPredictor(FreezeOutModels.translator(model))) {
 *   System.out.println(predictor.predict(ImageFactory.getInstance().fromFile(file)).best());
 * }
 * }</pre>
 *
 * <p>The weights are DJL's own parameter file, {@value #NAME}{@code -0000.params}, which either
 * engine reads, whichever wrote it. How pixels become inputs and the names of the classes are among
 * its properties.
 */
public final class FreezeOutModels {

  /** Name of the model: the weights file without its ending. */
  public static final String NAME = "weights";

  /** Property with the mean of each channel, in [0, 1], separated by commas. */
  public static final String MEAN = "mean";

  /** Property with the standard deviation of each channel, separated by commas. */
  public static final String STD = "std";

  /** Property with the names of the classes, one a line. */
  public static final String CLASSES = "classes";

  private static final String EPOCH = "Epoch";
  private static final String FILE = NAME + "-0000.params";

  private FreezeOutModels() {}

  /**
   * Loads the network of a finished run, on the CPU.
   *
   * @param runFolder the run's folder, with its {@code architecture.json} and weights
   * @param engine {@code mxnet} or {@code pytorch}; need not be the one that trained it
   * @throws IllegalArgumentException if a file is missing or damaged or the engine cannot run here,
   *     in one line that names it
   */
  public static Model load(Path runFolder, String engine) throws IOException {
    ArchitectureSpec architecture = RunFolder.readArchitecture(runFolder);
    Model model = newModel(DjlEngine.named(engine).load(), Device.cpu());
    model.setBlock(block(architecture));
    try {
      model.load(runFolder, NAME);
      return model;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      Path file = runFolder.resolve(FILE);
      if (!Files.exists(file)) {
        throw new IllegalArgumentException("no such file: " + file, e);
      }
      throw new IllegalArgumentException(
          file + " does not hold the weights of " + architecture.name() + ": " + e.getMessage(), e);
    }
  }

  /**
   * The network of an architecture as a DJL block, not initialised: for a model of one's own that
   * loads {@value #NAME}{@code -0000.params}, or to be trained in other ways.
   *
   * @throws IllegalArgumentException if the engines cannot compute an operation
   */
  public static Block block(ArchitectureSpec architecture) {
    return NetworkBuilder.build(architecture);
  }

  /**
   * Turns images into inputs of a model, and its outputs into class probabilities.
   *
   * @param model a model that {@link #load} gave
   */
  public static Translator<Image, Classifications> translator(Model model) {
    return new ImageTranslator(
        new Normalization(numbers(model, MEAN), numbers(model, STD)),
        model.describeInput().values().get(0),
        property(model, CLASSES).lines().toList());
  }

  static Model newModel(Engine engine, Device device) {
    Model model = engine.newModel(NAME, device);
    model.setProperty(EPOCH, "0");
    return model;
  }

  /** Saves a model whole or not at all. */
  static void save(Model model, ImageDataset data, Path folder) throws IOException {
    model.setProperty(MEAN, text(data.normalization().mean()));
    model.setProperty(STD, text(data.normalization().std()));
    model.setProperty(CLASSES, String.join("\n", data.classNames()));
    Path draft = Files.createTempDirectory(folder, ".weights");
    try {
      model.save(draft, NAME);
      Files.move(
          draft.resolve(FILE),
          folder.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft.resolve(FILE));
      Files.delete(draft);
    }
  }

  private static String text(List<Double> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private static List<Double> numbers(Model model, String name) {
    return Arrays.stream(property(model, name).split(",")).map(Double::valueOf).toList();
  }

  private static String property(Model model, String name) {
    String value = model.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("the model has no property '" + name + "'");
    }
    return value;
  }
}
