package org.freezeout.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.freezeout.architecture.Architectures;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.experiment.Calibration;
import org.freezeout.onnx.OnnxNetwork;
import org.freezeout.onnx.OnnxOptions;
import picocli.CommandLine.Option;

/** The options that name a network. */
final class ArchitectureOptions {

  @Option(
      names = "--arch",
      paramLabel = "NAME|FILE",
      order = 10,
      description =
          "The network: a name such as wrn-16-4, densenet-bc-76-12, densenet-40-12, vgg-16,"
              + " resnet-50 or mobilenet-v2, a JSON file that lists its layer groups, or an ONNX file,"
              + " which can be counted but not trained.")
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

  @Option(
      names = "--dim",
      paramLabel = "NAME=N",
      order = 13,
      description =
          "Value of a dimension that an ONNX file leaves open, such as sequence=128; the batch is"
              + " 1. May be repeated.")
  Map<String, Long> dimensions = Map.of();

  @Option(
      names = "--groups",
      paramLabel = "PATTERN",
      order = 14,
      split = ",",
      description =
          "Layer groups of an ONNX file: regular expressions over the names of nodes and weights, in"
              + " the order of the graph (default: by names).")
  List<String> groups = List.of();

  /** Takes from a calibration what was not given. */
  void defaultTo(Calibration calibration) {
    name = name == null ? calibration.arch() : name;
    if (!OnnxNetwork.isOnnx(name) && !name.endsWith(".json")) {
      input = input == null ? FeatureShape.parse(calibration.input()) : input;
      classes = classes == null ? Integer.valueOf(calibration.classes()) : classes;
    }
  }

  /** Whether one of the options that describe the network more closely was given. */
  boolean detailed() {
    return input != null || classes != null || !dimensions.isEmpty() || !groups.isEmpty();
  }

  /**
   * The network. Tells on stderr which operators of an ONNX file are not counted.
   *
   * @throws IllegalArgumentException if none was given, there is no such network, or it cannot be
   *     read
   */
  Network network() throws IOException {
    if (name == null || name.isBlank()) {
      throw new IllegalArgumentException("no network given: add --arch NAME or --arch FILE");
    }
    if (OnnxNetwork.isOnnx(name)) {
      return Network.of(onnx());
    }
    if (!dimensions.isEmpty() || !groups.isEmpty()) {
      throw new IllegalArgumentException(
          "--dim and --groups go with an ONNX file, not with " + name);
    }
    return Network.of(
        Architectures.named(
            name,
            Optional.ofNullable(input),
            classes == null ? OptionalInt.empty() : OptionalInt.of(classes)));
  }

  private OnnxNetwork onnx() throws IOException {
    if (classes != null) {
      throw new IllegalArgumentException("--classes does not go with an ONNX file, got " + name);
    }
    OnnxNetwork network =
        OnnxNetwork.read(
            Path.of(name), new OnnxOptions(dimensions, Optional.ofNullable(input), groups));
    if (!network.unknownOperators().isEmpty()) {
      System.err.println(
          "freezeout: warning: operators of "
              + name
              + " that are not known are not counted: "
              + network.unknownOperators().entrySet().stream()
                  .map(operator -> operator.getKey() + " (" + operator.getValue() + ")")
                  .collect(Collectors.joining(", ")));
    }
    return network;
  }
}
