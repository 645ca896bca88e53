package org.freezeout.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.translate.Translator;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.Normalization;
import org.freezeout.experiment.DigestFile;
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

  private static final byte[] MAGIC = "DJL@".getBytes(StandardCharsets.US_ASCII);
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
    DjlEngine wanted = DjlEngine.named(engine);
    Path file = runFolder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("no such file: " + file);
    }
    DigestFile.check(file);
    Model model = newModel(wanted.load(), Device.cpu());
    try {
      checkMagic(file);
      Sequence block = NetworkBuilder.build(architecture);
      model.setBlock(block);
      model.load(runFolder, NAME);
      checkParameters(architecture, block);
      return model;
    } catch (IOException | MalformedModelException | RuntimeException e) {
      model.close();
      String reason =
          e instanceof EOFException
              ? "it ends too early"
              : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(
          file + " does not hold the weights of " + architecture.name() + ": " + reason, e);
    }
  }

  /**
   * The network of an architecture as a DJL block, not initialised: for a model of one's own that
   * loads {@value #NAME}{@code -0000.params}, or to be trained in other ways.
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
    Path draft = folder.resolve(NAME + ".next");
    delete(draft); // of a process that died here
    Files.createDirectory(draft);
    try {
      model.save(draft, NAME);
      try (FileChannel channel = FileChannel.open(draft.resolve(FILE), StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      DigestFile.delete(folder.resolve(FILE));
      Files.move(
          draft.resolve(FILE),
          folder.resolve(FILE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      DigestFile.write(folder.resolve(FILE));
    } finally {
      delete(draft);
    }
  }

  private static void delete(Path draft) throws IOException {
    Files.deleteIfExists(draft.resolve(FILE));
    Files.deleteIfExists(draft);
  }

  /** DJL hands other files to the engine, which may take what is not for it, or nothing. */
  private static void checkMagic(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw new IOException("it is not a parameter file of DJL");
      }
    }
  }

  /** DJL takes the shapes of the file for those of the block. */
  private static void checkParameters(ArchitectureSpec architecture, Sequence block)
      throws IOException {
    List<FeatureShape> shapes = architecture.shapes();
    for (int i = 0; i < architecture.groups().size(); i++) {
      LayerGroup group = architecture.groups().get(i);
      long expected = group.parameters(shapes.get(i));
      long actual =
          block.blocks().get(i).getParameters().values().stream()
              .filter(Parameter::requiresGradient)
              .mapToLong(parameter -> parameter.getArray().size())
              .sum();
      if (actual != expected) {
        throw new IOException(
            "group " + group.name() + " has " + expected + " parameters, the file " + actual);
      }
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
