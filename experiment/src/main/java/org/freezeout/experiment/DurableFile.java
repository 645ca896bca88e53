package org.freezeout.experiment;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces files as a whole: at any moment, a crash of the machine included, there is the old one
 * or the new one.
 */
final class DurableFile {

  /** How the name of a file ends that is not complete. */
  static final String DRAFT = ".next";

  /** Writes what a file is to hold. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private DurableFile() {}

  /** Replaces a file, or makes it; whoever is interrupted leaves the old one. */
  static void replace(Path file, Content content) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + DRAFT);
    // Never through a link that lies in its place.
    Files.deleteIfExists(next);
    try {
      try (FileChannel channel =
              FileChannel.open(next, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (RuntimeException e) {
      Files.deleteIfExists(next);
      throw e;
    } catch (IOException e) {
      Files.deleteIfExists(next);
      throw named(file, e);
    }
    syncFolder(file.toAbsolutePath().getParent());
  }

  /** An error that says which file could not be written, such as a full disk, which does not. */
  static IOException named(Path file, IOException e) {
    return e instanceof FileSystemException ? e : new IOException(file + ": " + e.getMessage(), e);
  }

  /** Brings what a file holds to the disk. */
  static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Brings a folder's list of files to the disk, where the system lets folders be opened. */
  static void syncFolder(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      return; // Windows opens no folders, and needs none of this.
    }
    try (channel) {
      channel.force(true);
    }
  }
}
