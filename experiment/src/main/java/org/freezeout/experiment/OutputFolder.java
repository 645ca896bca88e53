package org.freezeout.experiment;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/** A folder that appears whole or not at all, and never in the place of somebody's files. */
public final class OutputFolder {

  /** Fills a folder. */
  @FunctionalInterface
  public interface Filling {
    void into(Path folder) throws IOException;
  }

  private OutputFolder() {}

  /**
   * Checks that a folder can be made, without making it.
   *
   * @throws IllegalArgumentException if it exists and is not an empty folder, or its place cannot
   *     be written to
   */
  public static void check(Path folder) throws IOException {
    if (Files.exists(folder)) {
      if (!Files.isDirectory(folder)) {
        throw new IllegalArgumentException("output folder " + folder + " is a file");
      }
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        if (entries.iterator().hasNext()) {
          throw new IllegalArgumentException("output folder " + folder + " is not empty");
        }
      } catch (FileSystemException e) {
        throw unwritable(folder, e);
      }
    }
    Path existing = existingParent(folder);
    if (!Files.isDirectory(existing)) {
      throw new IllegalArgumentException(
          "output folder " + folder + " cannot be made: " + existing + " is not a folder");
    }
    if (!Files.isWritable(existing)) {
      throw new IllegalArgumentException(
          "output folder " + folder + " cannot be written: " + existing + " is not writable");
    }
    try {
      requireNames(draft(folder.toAbsolutePath().normalize(), UUID.randomUUID()), existing);
    } catch (FileSystemException e) {
      throw unwritable(folder, e);
    }
  }

  /**
   * Checks that the file system takes the names of what is to be made, as none may be too long for
   * it.
   *
   * @param path of a file or folder that is not there
   * @param existing the nearest folder above it that is
   */
  static void requireNames(Path path, Path existing) throws IOException {
    for (Path made = path; !made.equals(existing); made = made.getParent()) {
      try {
        Files.readAttributes(existing.resolve(made.getFileName()), BasicFileAttributes.class);
      } catch (NoSuchFileException e) {
        // As it should be.
      }
    }
  }

  private static Path draft(Path folder, UUID unique) {
    return folder.resolveSibling("." + folder.getFileName() + "." + unique);
  }

  /**
   * Makes a folder with its first files, atomically.
   *
   * @throws IllegalArgumentException as {@link #check}
   */
  public static void create(Path folder, Filling filling) throws IOException {
    check(folder);
    Path absolute = folder.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path existing = existingParent(absolute);
    Path draft = draft(absolute, UUID.randomUUID());
    try {
      try {
        Files.createDirectories(draft);
      } catch (FileSystemException e) {
        throw unwritable(folder, e);
      }
      filling.into(draft);
      DurableFile.syncFolder(draft);
      Files.move(draft, absolute, StandardCopyOption.ATOMIC_MOVE);
      DurableFile.syncFolder(parent);
    } catch (IOException | RuntimeException e) {
      delete(draft, existing, e);
      throw e;
    }
  }

  /** The nearest folder above that is there. */
  static Path existingParent(Path folder) {
    Path existing = folder.toAbsolutePath().normalize().getParent();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null) {
      throw new IllegalArgumentException("output folder " + folder + " has no folder above it");
    }
    return existing;
  }

  private static IllegalArgumentException unwritable(Path folder, FileSystemException e) {
    return new IllegalArgumentException(
        "output folder "
            + folder
            + " cannot be written: "
            + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()),
        e);
  }

  /** Deletes a draft, and the folders above it that were made for it. */
  private static void delete(Path draft, Path existing, Exception reason) {
    try (Stream<Path> files = Files.exists(draft) ? Files.walk(draft) : Stream.empty()) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
      for (Path made = draft.getParent(); !made.equals(existing); made = made.getParent()) {
        Files.deleteIfExists(made);
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
