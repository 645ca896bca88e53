package org.freezeout.djl;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.function.UnaryOperator;

/**
 * Whether the native library of an engine is here, found out by looking in the places where DJL
 * looks before it would download: nothing is loaded.
 *
 * @param version version of the published library, where it is one on the class path
 * @param missing what to add if there is none, in one line
 */
record NativeLibrary(Optional<String> version, Optional<String> missing) {

  /** Looks on this machine. */
  static NativeLibrary find(DjlEngine engine) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return find(
        engine,
        platform(System.getProperty("os.name"), System.getProperty("os.arch")),
        NativeLibrary::setting,
        loader == null ? NativeLibrary.class.getClassLoader() : loader);
  }

  /**
   * Looks for an engine.
   *
   * @param platform such as {@code linux-x86_64}
   * @param settings values of environment variables or system properties, null where not set
   */
  static NativeLibrary find(
      DjlEngine engine, String platform, UnaryOperator<String> settings, ClassLoader classPath) {
    NativeArtifact natives = engine.natives();
    String file = System.mapLibraryName(natives.library());
    for (String setting : natives.settings()) {
      String path = settings.apply(setting);
      if (path != null && holds(path, file)) {
        return new NativeLibrary(Optional.empty(), Optional.empty());
      }
    }
    try {
      Optional<String> version = published(engine, platform, classPath);
      return new NativeLibrary(
          version,
          version.isEmpty()
              ? Optional.of(howToAdd(natives, platform))
              : natives
                  .adapter()
                  .filter(adapter -> classPath.getResource(adapter.resource()) == null)
                  .map(adapter -> "add " + adapter.artifact() + " to the class path"));
    } catch (IOException e) {
      return new NativeLibrary(Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  /** A platform as artifacts name it. */
  static String platform(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String os =
        name.startsWith("windows") ? "win" : name.startsWith("mac") ? "osx" : name.split(" ")[0];
    return os + "-" + (osArch.equals("amd64") ? "x86_64" : osArch);
  }

  private static Optional<String> published(
      DjlEngine engine, String platform, ClassLoader classPath) throws IOException {
    String resource = "native/lib/" + engine + ".properties";
    for (URL url : Collections.list(classPath.getResources(resource))) {
      Properties properties = new Properties();
      try (InputStream in = url.openStream()) {
        properties.load(in);
      }
      if (properties.getProperty("classifier", "").endsWith(platform)) {
        return Optional.of(properties.getProperty("version", "unknown").replaceFirst("-.*", ""));
      }
    }
    return Optional.empty();
  }

  private static String howToAdd(NativeArtifact natives, String platform) {
    return natives.platforms().contains(platform)
        ? "add " + natives.artifact() + ":" + platform + " to the class path"
        : "its native library is not published for "
            + platform
            + ", only for "
            + String.join(", ", natives.platforms());
  }

  private static boolean holds(String path, String file) {
    for (String entry : path.split(File.pathSeparator)) {
      if (!entry.isEmpty()
          && (entry.endsWith(file) && Files.isRegularFile(Path.of(entry))
              || Files.isRegularFile(Path.of(entry, file)))) {
        return true;
      }
    }
    return false;
  }

  /** An environment variable, or a system property of the same name; null where neither is set. */
  static String setting(String name) {
    String value = System.getenv(name);
    return value == null ? System.getProperty(name) : value;
  }
}
