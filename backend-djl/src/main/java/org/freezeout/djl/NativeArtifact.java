package org.freezeout.djl;

import java.util.List;
import java.util.Optional;

/**
 * Where the native library of an engine comes from.
 *
 * @param library its name without prefix and suffix
 * @param settings environment variables or system properties in which DJL looks for a path to it
 * @param artifact the artifact that holds it, without the classifier
 * @param platforms classifiers that the artifact is published with
 * @param adapter another artifact that is needed beside it
 */
record NativeArtifact(
    String library,
    List<String> settings,
    String artifact,
    List<String> platforms,
    Optional<Adapter> adapter) {

  /**
   * What connects Java to a library.
   *
   * @param artifact the artifact that holds it
   * @param resource a resource in it
   */
  record Adapter(String artifact, String resource) {}
}
