package org.freezeout.djl;

import java.util.regex.Pattern;
import org.freezeout.experiment.OutOfMemoryException;

/**
 * How the engines say that memory could not be had. Neither has a type of its own for that, so it
 * is told by their messages: those of MXNet 1.9.1's and PyTorch 2.7.1's allocators, of C++ and of
 * CUDA's libraries.
 */
final class NativeMemory {

  private static final Pattern MISSING =
      Pattern.compile(
          "out of memory|bad_alloc|alloc_failed|cannot allocate|can't allocate|failed to allocate"
              + "|could not allocate",
          Pattern.CASE_INSENSITIVE);

  private NativeMemory() {}

  /**
   * What an engine threw, said more clearly where memory was missing.
   *
   * @param device on which it computed, as {@code --device} names it
   */
  static RuntimeException explained(RuntimeException e, String device) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      String found =
          message.lines().filter(line -> MISSING.matcher(line).find()).findFirst().orElse(null);
      if (found != null) {
        return new OutOfMemoryException(
            "out of memory on " + device + " (a smaller batch needs less): " + found.strip(), e);
      }
    }
    return e;
  }
}
