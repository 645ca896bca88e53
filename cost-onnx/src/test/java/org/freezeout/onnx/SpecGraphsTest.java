package org.freezeout.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Catalogue;
import org.freezeout.cost.CostModel;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.GradientCost;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.NetworkMemory;
import org.freezeout.cost.PaperCost;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.Strategy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An architecture and its graph cost the same, operation by operation. */
class SpecGraphsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vgg-11",
        "vgg-16",
        "wrn-16-4",
        "wrn-28-10",
        "densenet-40-12",
        "densenet-bc-76-12",
        "resnet-18",
        "resnet-34",
        "resnet-50",
        "mobilenet-v2"
      })
  void costTheSame(String name) {
    ArchitectureSpec architecture = Catalogue.resolve(name, Optional.empty(), OptionalInt.empty());
    NetworkCost expected = NetworkCost.of(architecture);
    OnnxNetwork network = OnnxNetwork.of(name, SpecGraphs.of(architecture), OnnxOptions.DEFAULT);
    assertEquals(
        IntStream.range(0, expected.groups()).mapToObj(i -> "group." + i).toList(),
        network.groups());
    assertEquals(expected.learns(), network.cost().learns());
    assertEquals(signature(expected), signature(network.cost()));
    assertEquals(architecture.parameters(), network.parameters());
    for (CostModel model : List.of(new PaperCost(), new GradientCost())) {
      for (Strategy strategy : Strategy.values()) {
        FreezePlan plan =
            FreezePlan.continuous(FreezeOut.of(0.1, 0.7, strategy), expected.groups());
        assertEquals(model.saving(architecture, plan), model.saving(network.cost(), plan));
      }
    }
  }

  /** But for running statistics, and gradients that wait, which the graph tells more exactly. */
  @ParameterizedTest
  @ValueSource(strings = {"wrn-16-4", "densenet-bc-76-12", "mobilenet-v2"})
  void holdTheSame(String name) {
    ArchitectureSpec architecture = Catalogue.resolve(name, Optional.empty(), OptionalInt.empty());
    NetworkMemory expected = NetworkMemory.of(architecture);
    NetworkMemory memory =
        OnnxNetwork.of(name, SpecGraphs.of(architecture), OnnxOptions.DEFAULT)
            .memory()
            .orElseThrow();
    assertEquals(expected.input(), memory.input());
    for (int i = 0; i < expected.groups().size(); i++) {
      assertEquals(expected.groups().get(i).learned(), memory.groups().get(i).learned());
      assertEquals(expected.groups().get(i).outputs(), memory.groups().get(i).outputs());
      assertEquals(expected.groups().get(i).border(), memory.groups().get(i).border());
      double backward = memory.groups().get(i).backward();
      assertEquals(1, backward / expected.groups().get(i).backward(), 0.5);
    }
  }

  private static List<String> signature(NetworkCost cost) {
    return cost.operations().stream()
        .map(o -> o.group() + " " + o.macs() + " " + o.learns() + " " + o.learners())
        .toList();
  }
}
