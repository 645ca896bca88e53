package org.freezeout.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.freezeout.experiment.CheckpointInterval;
import org.freezeout.experiment.LockstepTraining;
import org.freezeout.experiment.RunStatus;
import org.freezeout.experiment.SavedTraining;
import org.freezeout.experiment.TrainingListener;
import org.freezeout.experiment.TrainingRun;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.UniformAnnealing;
import org.freezeout.simulated.SimulatedBackend;

/** What a stopped comparison left, its checkpoints and {@code setup.json} among it. */
class ResumeFuzzTest {

  private static final Law LAW = new Law("stopped training", 4 << 20, 200);

  private static final int STEPS_BEFORE = 5;
  private static final int SHA256_BYTES = 32;

  private static Path parent;
  private static Path folder;
  private static final Map<String, byte[]> INTACT = new TreeMap<>();

  /** Trains five of eight steps, with checkpoints after every second one. */
  @BeforeContainer
  static void write() throws IOException {
    parent = Files.createTempDirectory("fuzz");
    folder = parent.resolve("stopped");
    var asked = new AtomicInteger();
    new LockstepTraining(
            RunFiles.spec("simulated"),
            List.of(
                new UniformAnnealing(0.1), FreezeOut.of(0.1, 0.3, Strategy.named("cubic-scaled"))),
            TrainingListener.NONE,
            () -> asked.getAndIncrement() == STEPS_BEFORE)
        .withSettings(List.of("paper", "gradient"), CheckpointInterval.parse("2"))
        .trainAll(new SimulatedBackend(), null, folder);
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        INTACT.put(folder.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    assertTrue(INTACT.containsKey("baseline/checkpoint-" + STEPS_BEFORE), INTACT.toString());
  }

  @AfterContainer
  static void delete() throws IOException {
    Folders.delete(parent);
  }

  @AfterProperty
  void report() {
    LAW.report();
  }

  @Provide
  Arbitrary<Input> inputs() {
    return Input.inputs(
        random -> {
          List<String> names = new ArrayList<>(INTACT.keySet());
          String file = names.get(random.nextInt(names.size()));
          return Input.of(file, damaged(file, random));
        });
  }

  /** Half of the damaged checkpoints have the checksum of what they hold. */
  private static byte[] damaged(String file, Random random) {
    byte[] intact = INTACT.get(file);
    if (!file.contains("checkpoint-")) {
      return JsonDamage.of(
          new String(intact, StandardCharsets.UTF_8),
          new String(INTACT.get("setup.json"), StandardCharsets.UTF_8),
          random);
    }
    byte[] damaged = Damage.of(intact, INTACT.get("setup.json"), random);
    if (random.nextBoolean() || damaged.length < SHA256_BYTES) {
      return damaged;
    }
    byte[] body = Arrays.copyOf(damaged, damaged.length - SHA256_BYTES);
    byte[] whole = Arrays.copyOf(body, damaged.length);
    System.arraycopy(sha256(body), 0, whole, body.length, SHA256_BYTES);
    return whole;
  }

  /**
   * It is refused, or training goes on from a good checkpoint or the start; here it is stopped at
   * once. Nothing is written beside the folder.
   */
  @Property
  void goesOnOrIsRefused(@ForAll("inputs") Input input) throws IOException {
    restore();
    Files.write(folder.resolve(input.file()), input.bytes());
    long size = input.bytes().length + INTACT.values().stream().mapToLong(b -> b.length).sum();
    LAW.holds(
        input,
        size,
        "",
        () -> {
          SavedTraining saved = SavedTraining.read(folder);
          List<String> warnings = new ArrayList<>();
          List<TrainingRun> runs =
              LockstepTraining.of(saved, noting(warnings), () -> true)
                  .resume(new SimulatedBackend(), null, folder);
          assertEquals(saved.records().size(), runs.size());
          for (TrainingRun run : runs) {
            assertTrue(run.record().status() != RunStatus.RUNNING, run.record().failure());
            assertTrue(run.steps().size() <= Math.max(STEPS_BEFORE, run.record().step()));
          }
          warnings.forEach(warning -> assertEquals(null, Law.complaint(warning)));
        });
    try (var files = Files.list(parent)) {
      assertEquals(List.of(folder), files.toList());
    }
  }

  private static TrainingListener noting(List<String> warnings) {
    return new TrainingListener() {
      @Override
      public void onWarning(String warning) {
        warnings.add(warning);
      }
    };
  }

  private static void restore() throws IOException {
    Folders.delete(folder);
    for (Map.Entry<String, byte[]> file : INTACT.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
