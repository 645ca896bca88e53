package org.freezeout.experiment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps two processes from writing one folder: a lock on the file {@code lock} in it, which holds
 * the number of the process. The system frees the lock when the process ends, however it ends; the
 * file stays.
 */
final class FolderLock implements AutoCloseable {

  /** Name of the file. */
  static final String FILE = "lock";

  /** Closing any channel to a file frees all locks that a JVM has on it: none may be opened. */
  private static final Set<Object> HELD = new HashSet<>();

  private final FileChannel channel;
  private final Object key;

  private FolderLock(FileChannel channel, Object key) {
    this.channel = channel;
    this.key = key;
  }

  /**
   * Takes the lock.
   *
   * @throws IllegalArgumentException if another process, or this one, has it
   */
  static FolderLock take(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    synchronized (HELD) {
      if (HELD.contains(key(file))) {
        throw inUse(folder, String.valueOf(ProcessHandle.current().pid()));
      }
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
      FileLock lock = null;
      try {
        lock = channel.tryLock();
        if (lock == null) {
          throw inUse(folder, pid(channel));
        }
        channel.truncate(0);
        channel.write(
            ByteBuffer.wrap(
                (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        Object key = key(file);
        HELD.add(key);
        return new FolderLock(channel, key);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      HELD.remove(key);
      channel.close();
    }
  }

  private static Object key(Path file) throws IOException {
    try {
      Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
      return key == null ? file.toRealPath() : key;
    } catch (NoSuchFileException e) {
      return file;
    }
  }

  private static String pid(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
    return pid.matches("\\d+") ? pid : "unknown";
  }

  private static IllegalArgumentException inUse(Path folder, String pid) {
    return new IllegalArgumentException(folder + " is in use by process " + pid);
  }
}
