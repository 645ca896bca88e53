package org.freezeout.architecture;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The families of the catalogue: how they are named, and what builds them. */
enum Family {
  VGG(
      "vgg-11|13|16|19",
      "vgg-N",
      Family.CIFAR,
      10,
      (n, k) -> Vgg.checkDepth(n),
      (n, k, input, classes) -> Vgg.of(n, input, classes)),
  WRN(
      "wrn-D-K (D-4 divisible by 6)",
      "wrn-N-N",
      Family.CIFAR,
      10,
      WideResNet::check,
      WideResNet::of),
  DENSENET(
      "densenet-D-K (D-4 divisible by 3)",
      "densenet-N-N",
      Family.CIFAR,
      10,
      DenseNet::checkPlain,
      DenseNet::plain),
  DENSENET_BC(
      "densenet-bc-D-K (D-4 divisible by 6)",
      "densenet-bc-N-N",
      Family.CIFAR,
      10,
      DenseNet::checkBottleneck,
      DenseNet::bottleneck),
  RESNET(
      "resnet-18|34|50",
      "resnet-N",
      Family.IMAGENET,
      1000,
      (n, k) -> ResNet.checkDepth(n),
      (n, k, input, classes) -> ResNet.of(n, input, classes)),
  MOBILENET_V2(
      "mobilenet-v2",
      "mobilenet-v2",
      Family.IMAGENET,
      1000,
      (n, k) -> {},
      (n, k, input, classes) -> MobileNetV2.of(input, classes));

  private static final String CIFAR = "3x32x32";
  private static final String IMAGENET = "3x224x224";

  /** Checks the numbers of a name; a name with fewer than two has zeros for the others. */
  interface Check {
    void check(int depth, int width);
  }

  /** Builds the network of a name that was checked. */
  interface Builder {
    ArchitectureSpec build(int depth, int width, FeatureShape input, int classes);
  }

  private final String description;
  private final Pattern pattern;
  private final FeatureShape input;
  private final int classes;
  private final Check check;
  private final Builder builder;

  Family(
      String description, String pattern, String input, int classes, Check check, Builder builder) {
    this.description = description;
    this.pattern = Pattern.compile(pattern.replace("N", "([1-9]\\d{0,7})"));
    this.input = FeatureShape.parse(input);
    this.classes = classes;
    this.check = check;
    this.builder = builder;
  }

  /** The names that belong to it, for people. */
  String description() {
    return description;
  }

  FeatureShape defaultInput() {
    return input;
  }

  int defaultClasses() {
    return classes;
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  /**
   * Checks the numbers in a name that {@link #matches}.
   *
   * @throws IllegalArgumentException if the family has no such network
   */
  void check(String name) {
    int[] numbers = numbers(name);
    check.check(numbers[0], numbers[1]);
  }

  ArchitectureSpec build(String name, FeatureShape input, int classes) {
    int[] numbers = numbers(name);
    return builder.build(numbers[0], numbers[1], input, classes);
  }

  private int[] numbers(String name) {
    Matcher matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + name + "' is no " + description);
    }
    int[] numbers = new int[2];
    for (int i = 0; i < matcher.groupCount(); i++) {
      numbers[i] = Integer.parseInt(matcher.group(i + 1));
    }
    return numbers;
  }
}
