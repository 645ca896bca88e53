package org.freezeout.experiment;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The checkpoint of a run at one step, the file {@code checkpoint-STEP}: eight bytes that tell what
 * it is, the length and the JSON of its {@link Checkpoint}, the learner's state in the engine's own
 * form, and SHA-256 over all of that. It appears whole or not at all.
 *
 * @param run the run's folder
 * @param step steps done
 */
record CheckpointFile(Path run, int step) {

  private static final Pattern NAME = Pattern.compile("checkpoint-(0|[1-9]\\d{0,9})");

  private static final byte[] MAGIC = "FREEZE\r\n".getBytes(StandardCharsets.US_ASCII);

  private static final int LONGEST_HEADER = 10_000;

  /** The checkpoints that a run's folder has, good or damaged, the newest first. */
  static List<CheckpointFile> in(Path run) throws IOException {
    List<CheckpointFile> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(run, "checkpoint-*")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && Long.parseLong(name.group(1)) <= Integer.MAX_VALUE) {
          found.add(new CheckpointFile(run, Integer.parseInt(name.group(1))));
        }
      }
    }
    found.sort(Comparator.comparingInt(CheckpointFile::step).reversed());
    return found;
  }

  Path path() {
    return run.resolve("checkpoint-" + step);
  }

  /** Writes the file; those of other steps stay. */
  static void write(Path run, Checkpoint checkpoint, Learner learner) throws IOException {
    DurableFile.replace(
        new CheckpointFile(run, checkpoint.step()).path(),
        file -> {
          MessageDigest digest = Sha256.newDigest();
          var out = new DataOutputStream(new DigestOutputStream(file, digest));
          byte[] header = Json.line(checkpoint).getBytes(StandardCharsets.UTF_8);
          out.write(MAGIC);
          out.writeInt(header.length);
          out.write(header);
          learner.saveState(out);
          out.flush();
          file.write(digest.digest());
        });
  }

  /**
   * Checks every byte of the file, and that the run's metrics up to it are what they were.
   *
   * @throws IllegalArgumentException if it cannot be used, in one line that says why
   */
  Checkpoint check() throws IOException {
    Path file = path();
    long length = Files.size(file) - Sha256.LENGTH;
    if (length < MAGIC.length + Integer.BYTES) {
      throw damaged("it ends too early");
    }
    MessageDigest digest = Sha256.newDigest();
    Sha256.update(digest, file, length);
    Checkpoint checkpoint;
    try (DataInputStream in = open()) {
      checkpoint = readHeader(in);
    }
    if (!Arrays.equals(digest.digest(), lastBytes(length))) {
      throw damaged("its checksum is wrong");
    }
    checkMetrics(checkpoint);
    return checkpoint;
  }

  /** Gives a new learner the state of a checkpoint that was checked. */
  void restore(Learner learner) throws IOException {
    try (DataInputStream in = open()) {
      readHeader(in);
      learner.restoreState(step, in);
    } catch (EOFException e) {
      throw damaged("it ends too early");
    }
  }

  /** Deletes the checkpoints of a run, but for some of the newest. */
  static void deleteAllBut(int newest, Path run) throws IOException {
    List<CheckpointFile> files = in(run);
    for (CheckpointFile old : files.subList(Math.min(newest, files.size()), files.size())) {
      Files.deleteIfExists(old.path());
    }
    deleteDrafts(run);
  }

  /** Deletes the checkpoints of later steps. */
  static void deleteAfter(int step, Path run) throws IOException {
    for (CheckpointFile file : in(run)) {
      if (file.step() > step) {
        Files.deleteIfExists(file.path());
      }
    }
    deleteDrafts(run);
    DurableFile.syncFolder(run);
  }

  /** Deletes what a process left that died as it wrote a checkpoint. */
  private static void deleteDrafts(Path run) throws IOException {
    try (DirectoryStream<Path> drafts =
        Files.newDirectoryStream(run, "checkpoint-*" + DurableFile.DRAFT)) {
      for (Path draft : drafts) {
        Files.deleteIfExists(draft);
      }
    }
  }

  private DataInputStream open() throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(path()), 1 << 16));
  }

  private Checkpoint readHeader(DataInputStream in) throws IOException {
    try {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw damaged("it is no checkpoint");
      }
      int length = in.readInt();
      if (length < 0 || length > LONGEST_HEADER) {
        throw damaged("its header has " + length + " bytes");
      }
      byte[] header = new byte[length];
      in.readFully(header);
      Checkpoint checkpoint =
          Json.parseLine(new String(header, StandardCharsets.UTF_8), Checkpoint.class, path(), 1);
      if (checkpoint.step() != step) {
        throw damaged("it is of step " + checkpoint.step());
      }
      return checkpoint;
    } catch (EOFException e) {
      throw damaged("it ends too early");
    }
  }

  private byte[] lastBytes(long from) throws IOException {
    try (var in = Files.newInputStream(path())) {
      in.skipNBytes(from);
      return in.readNBytes(Sha256.LENGTH);
    }
  }

  private void checkMetrics(Checkpoint checkpoint) throws IOException {
    Path metrics = run.resolve(RunFolder.METRICS);
    MessageDigest digest = Sha256.newDigest();
    try {
      Sha256.update(digest, metrics, checkpoint.metricsBytes());
    } catch (EOFException e) {
      throw damaged("lines of " + metrics + " are missing");
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(checkpoint.metricsSha256())) {
      throw damaged("the lines of " + metrics + " before it have changed");
    }
  }

  private IllegalArgumentException damaged(String why) {
    return new IllegalArgumentException(path() + " cannot be used: " + why);
  }
}
