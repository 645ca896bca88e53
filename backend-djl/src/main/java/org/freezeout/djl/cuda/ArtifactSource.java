package org.freezeout.djl.cuda;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Gets published artifacts onto this machine. */
public interface ArtifactSource {

  /**
   * Makes files of artifacts available.
   *
   * @param artifacts as {@code group:artifact:version:classifier}
   * @return the file of each
   * @throws IOException if one cannot be had, in one line
   */
  Map<String, Path> fetch(List<String> artifacts) throws IOException;

  /** Bytes that fetching would still write, and where. */
  Download download(List<String> artifacts);

  /**
   * What fetching would still write.
   *
   * @param bytes how much
   * @param folder where
   */
  record Download(long bytes, Path folder) {}
}
