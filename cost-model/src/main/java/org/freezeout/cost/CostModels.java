package org.freezeout.cost;

import java.util.List;
import java.util.stream.Collectors;

/** The cost models that need nothing but the network: no measurement of any machine. */
public final class CostModels {

  /** All of them. */
  public static final List<CostModel> ALL =
      List.of(new PaperCost(), new AuthorsCost(), new GradientCost());

  private CostModels() {}

  /**
   * The cost model of a name.
   *
   * @param name {@code paper}, {@code authors} or {@code gradient}
   * @throws IllegalArgumentException if there is no such model
   */
  public static CostModel named(String name) {
    return ALL.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown cost model '"
                        + name
                        + "'; known: "
                        + ALL.stream().map(CostModel::name).collect(Collectors.joining(", "))));
  }
}
