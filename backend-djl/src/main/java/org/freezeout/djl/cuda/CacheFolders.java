package org.freezeout.djl.cuda;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Where files go that can be made again, by the XDG base directory specification. */
final class CacheFolders {

  private CacheFolders() {}

  /** The folder of this project. */
  static Path own() {
    return own(System::getenv, System.getProperty("user.home"));
  }

  /**
   * The folder of this project.
   *
   * @param environment values of environment variables, null where not set
   * @param home the user's home folder
   */
  static Path own(UnaryOperator<String> environment, String home) {
    String cache = environment.apply("XDG_CACHE_HOME");
    Path base =
        cache != null && Path.of(cache).isAbsolute() ? Path.of(cache) : Path.of(home, ".cache");
    return base.resolve("freezeout");
  }
}
