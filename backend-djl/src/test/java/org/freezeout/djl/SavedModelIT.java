package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.freezeout.architecture.ArchitectureJson;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.data.Batch;
import org.freezeout.data.ImageDataset;
import org.freezeout.data.TestBatches;
import org.freezeout.experiment.DigestFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What was trained can be loaded and predicts the same, on either engine. */
class SavedModelIT {

  private static final ArchitectureSpec NETWORK = TinyNetworks.smooth();
  private static final int IMAGES = 9;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "MXNET, MXNET, 1e-6",
    "PYTORCH, PYTORCH, 1e-6",
    "MXNET, PYTORCH, 2e-5",
    "PYTORCH, MXNET, 2e-5"
  })
  void predictsLikeTheLearner(DjlEngine trained, DjlEngine loaded, double tolerance)
      throws IOException, TranslateException {
    TinyExperiment.assumeReady(loaded);
    float[] outputs = train(trained);
    ImageDataset data = TinyExperiment.data(NETWORK);
    try (Model model = FreezeOutModels.load(folder, loaded.toString());
        Predictor<Image, Classifications> predictor =
            model.newPredictor(FreezeOutModels.translator(model))) {
      for (int i = 0; i < IMAGES; i++) {
        Classifications predicted = predictor.predict(image(data, i));
        assertEquals(data.classNames(), predicted.getClassNames());
        double[] expected = softmax(outputs, i * TinyData.CLASSES);
        for (int c = 0; c < TinyData.CLASSES; c++) {
          assertEquals(expected[c], predicted.get("class " + c).getProbability(), tolerance);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void holdsTheSameBits(DjlEngine engine) throws IOException {
    String saved;
    try (DjlSession session = TinyExperiment.open(engine, NETWORK);
        DjlLearner learner = (DjlLearner) session.newLearner(TinyExperiment.freezing(NETWORK))) {
      session.loadBatch(0);
      learner.train(0);
      save(learner);
      save(learner); // a second time over the first
      saved = learner.weightsSha256();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of("architecture.json", "weights-0000.params", "weights-0000.params.sha256"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
    try (Model model = FreezeOutModels.load(folder, engine.toString())) {
      assertEquals(saved, Digests.sha256(List.of(model.getBlock())));
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysInOneLineWhatIsWrongWithAFolder(DjlEngine engine) throws IOException {
    TinyExperiment.assumeReady(engine);
    String name = engine.toString();
    ArchitectureJson.write(NETWORK, folder.resolve("architecture.json"));
    Path weights = folder.resolve("weights-0000.params");
    assertEquals("no such file: " + weights, messageOfLoading(name));
    Files.writeString(weights, "not weights");
    assertDamaged(name, weights);
    train(engine);
    byte[] whole = Files.readAllBytes(weights);
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 1;
    Files.write(weights, flipped);
    assertEquals(
        weights + " is damaged: it is not what weights-0000.params.sha256 says",
        messageOfLoading(name));
    DigestFile.delete(weights);
    Files.write(weights, Arrays.copyOf(whole, whole.length / 2));
    assertDamaged(name, weights);
    Files.write(weights, whole);
    for (ArchitectureSpec other : List.of(TinyNetworks.pooled(), TinyNetworks.wider())) {
      ArchitectureJson.write(other, folder.resolve("architecture.json"));
      assertDamaged(name, weights);
    }
    assertEquals(
        "unknown engine 'tensorflow'; known: mxnet, pytorch", messageOfLoading("tensorflow"));
  }

  private void assertDamaged(String engine, Path weights) {
    String message = messageOfLoading(engine);
    assertTrue(message.startsWith(weights + " does not hold the weights of"), message);
    assertEquals(1, message.lines().count(), message);
  }

  private String messageOfLoading(String engine) {
    return assertThrows(
            IllegalArgumentException.class, () -> FreezeOutModels.load(folder, engine).close())
        .getMessage();
  }

  /** Trains and saves; returns outputs for the first test images. */
  private float[] train(DjlEngine engine) throws IOException {
    try (DjlSession session = TinyExperiment.open(engine, NETWORK);
        DjlLearner learner = (DjlLearner) session.newLearner(TinyExperiment.freezing(NETWORK))) {
      for (int step = 0; step < 10; step++) {
        session.loadBatch(step);
        learner.train(step);
      }
      save(learner);
      Batch batch = new TestBatches(session.data(), IMAGES).batch(0);
      try (NDManager scope = learner.manager().newSubManager()) {
        NDArray images = new InputBuffers(IMAGES, NETWORK.input()).images(scope, batch);
        return learner.network().predict(images).toFloatArray();
      }
    }
  }

  private void save(DjlLearner learner) throws IOException {
    ArchitectureJson.write(NETWORK, folder.resolve("architecture.json"));
    learner.saveWeights(folder);
  }

  private static Image image(ImageDataset data, int index) {
    int size = data.width() * data.height();
    byte[] pixels = new byte[3 * size];
    data.test().read(index, pixels);
    int[] argb = new int[size];
    for (int i = 0; i < size; i++) {
      argb[i] =
          0xff << 24
              | (pixels[i] & 0xff) << 16
              | (pixels[size + i] & 0xff) << 8
              | pixels[2 * size + i] & 0xff;
    }
    return ImageFactory.getInstance().fromPixels(argb, data.width(), data.height());
  }

  private static double[] softmax(float[] outputs, int offset) {
    double[] result = new double[TinyData.CLASSES];
    double sum = 0;
    for (int c = 0; c < result.length; c++) {
      result[c] = Math.exp(outputs[offset + c]);
      sum += result[c];
    }
    for (int c = 0; c < result.length; c++) {
      result[c] /= sum;
    }
    return result;
  }
}
