package org.freezeout.cli;

import picocli.CommandLine.Option;

/** The options of commands that train one network with one engine. */
final class SubjectOptions {

  @Option(
      names = "--arch",
      paramLabel = "NAME|FILE",
      order = 10,
      defaultValue = Defaults.ARCHITECTURE,
      description =
          "The network: a name such as wrn-16-4, densenet-bc-76-12, densenet-40-12 or vgg-16, or a"
              + " JSON file that lists its layer groups (default: ${DEFAULT-VALUE}).")
  String arch;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      order = 20,
      defaultValue = Defaults.ENGINE,
      description =
          "What trains: mxnet, pytorch or simulated[:FILE]; see 'freezeout engines'"
              + " (default: ${DEFAULT-VALUE}).")
  String engine;
}
