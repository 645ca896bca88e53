package org.freezeout.djl.cuda;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** How much room there is on the disk of a folder, which need not exist yet. */
interface DiskSpace {

  /** The disks of this machine. */
  DiskSpace HERE =
      new DiskSpace() {
        @Override
        public long free(Path folder) throws IOException {
          return store(folder).getUsableSpace();
        }

        @Override
        public boolean same(Path one, Path other) throws IOException {
          return store(one).equals(store(other));
        }

        private FileStore store(Path folder) throws IOException {
          Path existing = folder.toAbsolutePath();
          while (!Files.exists(existing)) {
            existing = existing.getParent();
          }
          return Files.getFileStore(existing);
        }
      };

  /** Bytes that can be written. */
  long free(Path folder) throws IOException;

  /** Whether two folders share a disk. */
  boolean same(Path one, Path other) throws IOException;

  /**
   * Refuses a folder with too little room.
   *
   * @throws IllegalArgumentException with what is needed and what there is
   */
  default void check(Path folder, long needed) throws IOException {
    long free = free(folder);
    if (free < needed) {
      throw new IllegalArgumentException(
          "not enough disk space for "
              + folder
              + ": "
              + text(needed)
              + " needed, "
              + text(free)
              + " free");
    }
  }

  /** A number of bytes, such as {@code 3.4 GB}. */
  static String text(long bytes) {
    return bytes < 1_000_000_000
        ? bytes / 1_000_000 + " MB"
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
