package org.freezeout.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.freezeout.architecture.FeatureShape;
import picocli.CommandLine.Option;

/** The options that name a network. */
final class ArchitectureOptions {

  @Option(
      names = "--arch",
      paramLabel = "NAME|FILE",
      order = 10,
      description =
          "The network: a name such as wrn-16-4, densenet-bc-76-12, densenet-40-12, vgg-16,"
              + " resnet-50 or mobilenet-v2, or a JSON file that lists its layer groups.")
  String name;

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      order = 11,
      description =
          "Shape of an image (default: 3x32x32 for vgg, wrn and densenet, 3x224x224 for resnet and"
              + " mobilenet).")
  FeatureShape input;

  @Option(
      names = "--classes",
      paramLabel = "N",
      order = 12,
      description = "Number of classes (default: 10 at 3x32x32, 1000 for resnet and mobilenet).")
  Integer classes;

  /**
   * The network.
   *
   * @throws IllegalArgumentException if none was given or there is no such network
   */
  ArchitectureSpec architecture() throws IOException {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("no network given: add --arch NAME or --arch FILE");
    }
    return Architectures.named(
        name,
        Optional.ofNullable(input),
        classes == null ? OptionalInt.empty() : OptionalInt.of(classes));
  }
}
