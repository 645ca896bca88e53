package org.freezeout.djl.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * The folder with the libraries of MXNet's CUDA build. Each was compared with its published SHA-256
 * when it came; its size and time of then are kept in {@value #VERIFIED}, so that a look tells
 * whether a file is still the same.
 */
public final class CudaFolder {

  /** What to do about anything that is missing here. */
  static final String REMEDY = "freezeout install cuda";

  private static final String NAME = "mxnet-" + CudaLibrary.MXNET + "-cuda-11.8";
  private static final String VERIFIED = "verified.csv";

  private final Path path;
  private final List<CudaLibrary> libraries;

  CudaFolder(Path path, List<CudaLibrary> libraries) {
    this.path = path;
    this.libraries = libraries;
  }

  /** The folder of this user, {@code ~/.cache/freezeout/…} unless XDG_CACHE_HOME says otherwise. */
  public static CudaFolder standard() {
    return new CudaFolder(CacheFolders.own().resolve(NAME), CudaLibrary.ALL);
  }

  /** Another folder for the same libraries. */
  public static CudaFolder in(Path path) {
    return new CudaFolder(path, CudaLibrary.ALL);
  }

  /** Where it is, or will be. */
  public Path path() {
    return path;
  }

  /** How many libraries belong into it. */
  public int size() {
    return libraries.size();
  }

  /** Their size, in bytes. */
  public long bytes() {
    return CudaLibrary.bytes(libraries);
  }

  /**
   * What is missing, in one line, empty where nothing is. Looks at names, sizes and times alone;
   * {@link #damaged} reads the files.
   */
  public Optional<String> missing() {
    List<String> absent = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    Map<String, String> verified = verified();
    for (CudaLibrary library : libraries) {
      if (!Files.exists(file(library))) {
        absent.add(library.file());
      } else if (!isVerified(library, verified)) {
        changed.add(library.file());
      }
    }
    if (!absent.isEmpty() && absent.size() == libraries.size()) {
      return Optional.of("MXNet's CUDA libraries are not installed: " + REMEDY);
    }
    if (!changed.isEmpty()) {
      return Optional.of(
          "CUDA libraries are not as they were published, "
              + String.join(", ", changed)
              + ": "
              + REMEDY);
    }
    return absent.isEmpty()
        ? Optional.empty()
        : Optional.of(
            absent.size()
                + " of "
                + libraries.size()
                + " CUDA libraries are not installed yet: "
                + REMEDY);
  }

  /**
   * Reads every library and compares it with its published checksum. One that differs is not taken
   * for installed any more.
   *
   * @return the names of those that are absent or damaged
   */
  public List<String> damaged(InstallProgress progress) throws IOException {
    List<String> damaged = new ArrayList<>();
    long[] done = {0};
    for (CudaLibrary library : libraries) {
      if (!isIntact(
          library, n -> progress.at(library.file(), done[0] += n, CudaLibrary.bytes(libraries)))) {
        forget(library);
        damaged.add(library.file());
      } else {
        remember(library);
      }
    }
    return damaged;
  }

  /** Whether the disk has too little room for what is not installed, in one line. */
  Optional<String> tooLittleSpace(DiskSpace disk) {
    List<CudaLibrary> wanted = unverified();
    try {
      if (!wanted.isEmpty()) {
        disk.check(path, CudaLibrary.bytes(wanted));
      }
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    } catch (IOException e) {
      return Optional.empty(); // The installation will tell.
    }
  }

  /** Where a library is, or will be. */
  Path file(CudaLibrary library) {
    return path.resolve(library.file());
  }

  List<CudaLibrary> libraries() {
    return libraries;
  }

  /** Those that are not known to be as published. */
  List<CudaLibrary> unverified() {
    Map<String, String> verified = verified();
    return libraries.stream().filter(library -> !isVerified(library, verified)).toList();
  }

  /** Whether the file of a library is there and has its published checksum. */
  boolean isIntact(CudaLibrary library, IntConsumer read) throws IOException {
    Path file = file(library);
    if (!Files.isRegularFile(file) || Files.size(file) != library.bytes()) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in, read).equals(library.sha256());
    }
  }

  /** Writes down that the file of a library, as it is now, was found to be right. */
  void remember(CudaLibrary library) throws IOException {
    Map<String, String> verified = verified();
    verified.put(library.file(), stamp(file(library)));
    write(verified);
  }

  private void forget(CudaLibrary library) throws IOException {
    Map<String, String> verified = verified();
    if (verified.remove(library.file()) != null) {
      write(verified);
    }
  }

  private boolean isVerified(CudaLibrary library, Map<String, String> verified) {
    try {
      Path file = file(library);
      return verified.containsKey(library.file())
          && Files.size(file) == library.bytes()
          && verified.get(library.file()).equals(stamp(file));
    } catch (IOException e) {
      return false;
    }
  }

  private static String stamp(Path file) throws IOException {
    return Files.size(file) + "," + Files.getLastModifiedTime(file).toMillis();
  }

  private Map<String, String> verified() {
    Map<String, String> verified = new TreeMap<>();
    try (Stream<String> lines = Files.lines(path.resolve(VERIFIED))) {
      lines
          .filter(line -> line.matches("[^,]+,\\d+,\\d+"))
          .forEach(
              line -> verified.put(line.replaceFirst(",.*", ""), line.replaceFirst("[^,]*,", "")));
    } catch (NoSuchFileException e) {
      // Nothing was installed yet.
    } catch (IOException | UncheckedIOException e) {
      return new TreeMap<>(); // Then nothing is known of the files.
    }
    return verified;
  }

  private void write(Map<String, String> verified) throws IOException {
    StringBuilder text = new StringBuilder();
    verified.forEach((file, stamp) -> text.append(file).append(',').append(stamp).append('\n'));
    Path draft = path.resolve("." + VERIFIED);
    Files.write(draft, text.toString().getBytes(StandardCharsets.UTF_8));
    Files.move(
        draft,
        path.resolve(VERIFIED),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
