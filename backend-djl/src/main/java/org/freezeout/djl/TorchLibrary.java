package org.freezeout.djl;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PyTorch that PYTORCH_LIBRARY_PATH points at, such as the folder {@code torch/lib} of a Python
 * installation or {@code lib} of a libtorch archive. DJL's adapter works with one version alone:
 * with another it loads and fails later, in ways that do not name the reason.
 */
final class TorchLibrary {

  /** How PyTorch gets to a GPU. */
  static final String REMEDY =
      "set PYTORCH_LIBRARY_PATH to the folder of libtorch.so of PyTorch 2.7.1 for CUDA 12.8";

  private static final String PATH = "PYTORCH_LIBRARY_PATH";
  private static final String FLAVOR = "PYTORCH_FLAVOR";

  /** Builds that the adapter exists for on Linux. */
  private static final List<String> FLAVORS = List.of("cpu", "cu128");

  private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+)(?:\\+(\\w+))?");

  private TorchLibrary() {}

  /**
   * Checks the version, and tells DJL which build it is.
   *
   * @throws IllegalArgumentException if it is not the one that the adapter is for, in one line
   */
  static void check(NativeArtifact natives) {
    flavor(natives, NativeLibrary::setting)
        .filter(flavor -> NativeLibrary.setting(FLAVOR) == null)
        .ifPresent(flavor -> System.setProperty(FLAVOR, flavor));
  }

  /** The build that the setting points at, empty where it points at none or does not tell. */
  static Optional<String> flavor(NativeArtifact natives, UnaryOperator<String> settings) {
    String path = settings.apply(PATH);
    Optional<String> found = path == null ? Optional.empty() : version(path);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Matcher version = VERSION.matcher(found.get());
    if (!version.matches()) {
      return Optional.empty();
    }
    String artifact = natives.artifact();
    String wanted = artifact.substring(artifact.lastIndexOf(':') + 1);
    if (!version.group(1).equals(wanted)) {
      throw new IllegalArgumentException(
          PATH + " points at PyTorch " + found.get() + ", " + wanted + " is needed");
    }
    String flavor = version.group(2) == null ? settings.apply(FLAVOR) : version.group(2);
    if (flavor != null && !FLAVORS.contains(flavor)) {
      throw new IllegalArgumentException(
          PATH
              + " points at PyTorch "
              + found.get()
              + ", the adapter is there for "
              + String.join(" and ", FLAVORS));
    }
    return Optional.ofNullable(flavor);
  }

  /** What the files beside a library say of its version. */
  private static Optional<String> version(String path) {
    for (String entry : path.split(File.pathSeparator)) {
      Path parent = Path.of(entry).toAbsolutePath().getParent();
      if (entry.isEmpty() || parent == null) {
        continue;
      }
      Optional<String> version =
          read(parent.resolve("build-version"), "(?s)\\s*(\\S+)\\s*")
              .or(() -> read(parent.resolve("version.py"), "(?s).*__version__ = '([^']+)'.*"));
      if (version.isPresent()) {
        return version;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> read(Path file, String pattern) {
    try {
      Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
      return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
