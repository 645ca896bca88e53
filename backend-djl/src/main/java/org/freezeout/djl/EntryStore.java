package org.freezeout.djl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.freezeout.experiment.ByteSize;

/**
 * Entries of equal size outside of Java's heap: the first in memory, the others in a file that is
 * mapped into memory. Both grow as entries are first used. The file is private, has no name from
 * the moment it is opened where the system allows that, and is gone after closing. What has never
 * been written reads as zeros.
 */
final class EntryStore implements AutoCloseable {

  /** Bytes that are reserved at once. */
  private static final int CHUNK = 64 << 20;

  private static final int ZEROS = 1 << 20;

  private final int entryBytes;
  private final long entries;
  private final long inMemory;
  private final int chunkEntries;
  private final ByteBuffer[] memory;
  private final ByteBuffer[] mapped;
  private FileChannel file;
  private boolean closed;

  /**
   * Room for entries; none is taken yet.
   *
   * @param entries how many there are
   * @param entryBytes bytes of one, at least 1
   * @param memoryBytes at most so many bytes of them are in memory
   */
  EntryStore(long entries, int entryBytes, long memoryBytes) {
    this(entries, entryBytes, memoryBytes, CHUNK);
  }

  EntryStore(long entries, int entryBytes, long memoryBytes, int chunkBytes) {
    this.entryBytes = entryBytes;
    this.entries = entries;
    inMemory = Math.min(entries, memoryBytes / entryBytes);
    chunkEntries = Math.max(1, chunkBytes / entryBytes);
    memory = new ByteBuffer[chunks(inMemory)];
    mapped = new ByteBuffer[chunks(entries - inMemory)];
  }

  /**
   * The buffer that holds an entry, in the machine's byte order, from {@link #offset} on.
   *
   * @throws IllegalStateException if the file cannot grow
   */
  ByteBuffer buffer(long entry) {
    if (closed || entry < 0 || entry >= entries) {
      throw new IllegalStateException("no entry " + entry + " of " + entries);
    }
    return entry < inMemory ? inMemory(entry) : mapped(entry - inMemory);
  }

  /** Where an entry begins in its buffer. */
  int offset(long entry) {
    long inPart = entry < inMemory ? entry : entry - inMemory;
    return (int) (inPart % chunkEntries) * entryBytes;
  }

  /** Frees everything. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    free(memory);
    free(mapped);
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private ByteBuffer inMemory(long entry) {
    int chunk = (int) (entry / chunkEntries);
    if (memory[chunk] == null) {
      memory[chunk] =
          ByteBuffer.allocateDirect(chunkBytes(chunk, inMemory)).order(ByteOrder.nativeOrder());
    }
    return memory[chunk];
  }

  private ByteBuffer mapped(long entry) {
    int chunk = (int) (entry / chunkEntries);
    if (mapped[chunk] == null) {
      try {
        mapped[chunk] = map(chunk);
      } catch (IOException e) {
        throw new IllegalStateException(
            "the cache's file in " + directory() + " cannot grow: " + e.getMessage(), e);
      }
    }
    return mapped[chunk];
  }

  /** Zeros are written first: in a file with holes a full disk would be noticed by a crash. */
  private ByteBuffer map(int chunk) throws IOException {
    if (file == null) {
      file =
          FileChannel.open(
              Files.createTempFile("freezeout-cache-", ".bin"),
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }
    long start = (long) chunk * chunkEntries * entryBytes;
    int bytes = chunkBytes(chunk, entries - inMemory);
    ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(ZEROS, bytes));
    try {
      for (long at = start; at < start + bytes; ) {
        zeros.clear().limit((int) Math.min(zeros.capacity(), start + bytes - at));
        at += file.write(zeros, at);
      }
    } finally {
      DirectMemory.free(zeros);
    }
    return file.map(FileChannel.MapMode.READ_WRITE, start, bytes).order(ByteOrder.nativeOrder());
  }

  private int chunkBytes(int chunk, long entriesOfPart) {
    long left = entriesOfPart - (long) chunk * chunkEntries;
    return (int) Math.min(chunkEntries, left) * entryBytes;
  }

  private int chunks(long entriesOfPart) {
    return Math.toIntExact((entriesOfPart + chunkEntries - 1) / chunkEntries);
  }

  private static void free(ByteBuffer[] buffers) {
    for (int i = 0; i < buffers.length; i++) {
      if (buffers[i] != null) {
        DirectMemory.free(buffers[i]);
        buffers[i] = null;
      }
    }
  }

  /**
   * Checks that files may grow to so many bytes together.
   *
   * @throws IllegalArgumentException if the disk has less room
   */
  static void checkDisk(long bytes) {
    if (bytes == 0) {
      return;
    }
    long room;
    try {
      room = Files.getFileStore(directory()).getUsableSpace();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the cache cannot have a file in " + directory() + ": " + e.getMessage(), e);
    }
    if (bytes > room) {
      throw new IllegalArgumentException(
          "the cache needs "
              + ByteSize.text(bytes)
              + " of disk, and "
              + directory()
              + " has "
              + ByteSize.text(room)
              + "; FREEZEOUT_JAVA_OPTS=-Djava.io.tmpdir=DIR puts it elsewhere");
    }
  }

  /** Where files are made. */
  static Path directory() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }
}
