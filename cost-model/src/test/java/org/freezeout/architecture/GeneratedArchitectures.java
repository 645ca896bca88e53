package org.freezeout.architecture;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Small random architectures for properties: every kind of operation, nested compositions, groups
 * that learn nothing.
 */
public final class GeneratedArchitectures {

  private static final Arbitrary<Integer> CHANNELS = Arbitraries.integers().between(1, 6);

  private GeneratedArchitectures() {}

  /** Architectures with 1 to 6 groups. */
  public static Arbitrary<ArchitectureSpec> architectures() {
    Arbitrary<List<List<Operation>>> groups = operations(2).list().ofMaxSize(5);
    Arbitrary<FeatureShape> inputs =
        Combinators.combine(
                CHANNELS,
                Arbitraries.integers().between(1, 9),
                Arbitraries.integers().between(1, 9))
            .as(FeatureShape::new);
    return Combinators.combine(name(), inputs, groups, classifier())
        .as(GeneratedArchitectures::architecture)
        .withoutEdgeCases();
  }

  private static ArchitectureSpec architecture(
      String name, FeatureShape input, List<List<Operation>> groups, List<Operation> classifier) {
    List<LayerGroup> all = new ArrayList<>();
    for (List<Operation> operations : groups) {
      all.add(new LayerGroup("group" + all.size(), operations));
    }
    all.add(new LayerGroup(name + "/last", classifier));
    return new ArchitectureSpec(name, input, all);
  }

  private static Arbitrary<String> name() {
    return Arbitraries.strings()
        .withChars("aZ0-_ .\"\\'\u00e4\u4e16")
        .ofMinLength(1)
        .ofMaxLength(12)
        .filter(name -> !name.isBlank());
  }

  private static Arbitrary<List<Operation>> classifier() {
    return Combinators.combine(CHANNELS, Arbitraries.of(true, false), Arbitraries.of(true, false))
        .as(
            (classes, bias, pooled) ->
                pooled
                    ? List.of(new GlobalAveragePooling(), new Dense(classes, bias))
                    : List.of(new Dense(classes, bias)));
  }

  /** Operations that keep height and width, for any number of channels. */
  private static Arbitrary<List<Operation>> operations(int depth) {
    Arbitrary<List<Operation>> leaves =
        Arbitraries.oneOf(
            convolution().map(List::of),
            depthwise(),
            Arbitraries.of(Activation.Function.values()).map(f -> List.of(new Activation(f))),
            Arbitraries.just(List.of(new BatchNorm())),
            Arbitraries.of(Pooling.Kind.values()).map(k -> List.of(new Pooling(k, 3, 1, 1))),
            Arbitraries.doubles()
                .between(0, true, 1, false)
                .ofScale(12)
                .map(rate -> List.of(new Dropout(rate))));
    if (depth == 0) {
      return sequence(leaves);
    }
    Arbitrary<List<Operation>> concatenations =
        operations(depth - 1).map(body -> List.of(new Concatenation(body)));
    Arbitrary<List<Operation>> residuals =
        Combinators.combine(operations(depth - 1), operations(depth - 1), CHANNELS)
            .as(GeneratedArchitectures::residual);
    return sequence(Arbitraries.oneOf(leaves, concatenations, residuals));
  }

  private static Arbitrary<Operation> convolution() {
    return Combinators.combine(CHANNELS, Arbitraries.of(1, 3, 5), Arbitraries.of(true, false))
        .as((channels, kernel, bias) -> new Convolution(channels, kernel, 1, kernel / 2, 1, bias));
  }

  private static Arbitrary<List<Operation>> depthwise() {
    return CHANNELS.map(
        channels ->
            List.of(
                Convolution.of(channels, 1, 1),
                new Convolution(2 * channels, 3, 1, 1, channels, false)));
  }

  private static List<Operation> residual(
      List<Operation> body, List<Operation> shortcut, int channels) {
    return List.of(
        Convolution.of(channels, 1, 1),
        new Residual(followed(body, channels), followed(shortcut, channels)),
        Residual.around(new BatchNorm(), Convolution.of(channels, 3, 1)));
  }

  private static List<Operation> followed(List<Operation> operations, int channels) {
    List<Operation> all = new ArrayList<>(operations);
    all.add(Convolution.of(channels, 1, 1));
    return all;
  }

  private static Arbitrary<List<Operation>> sequence(Arbitrary<List<Operation>> parts) {
    return parts
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(lists -> lists.stream().flatMap(List::stream).toList());
  }
}
