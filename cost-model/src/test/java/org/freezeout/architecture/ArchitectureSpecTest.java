package org.freezeout.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ArchitectureSpecTest {

  private static final FeatureShape INPUT = new FeatureShape(3, 8, 6);
  private static final LayerGroup CONV = LayerGroup.of("conv", Convolution.of(4, 3, 2));
  private static final LayerGroup LAST =
      LayerGroup.of("last", new GlobalAveragePooling(), new Dense(5, true));

  @Test
  void knowsItsShapesClassesAndParameters() {
    ArchitectureSpec network = new ArchitectureSpec("small", INPUT, List.of(CONV, LAST));
    assertEquals(
        List.of(INPUT, new FeatureShape(4, 4, 3), FeatureShape.ofVector(5)), network.shapes());
    assertEquals(5, network.classes());
    assertEquals(3 * 4 * 9 + 4 * 5 + 5, network.parameters());
  }

  @Test
  void copiesItsLists() {
    List<LayerGroup> groups = new ArrayList<>(List.of(CONV, LAST));
    ArchitectureSpec network = new ArchitectureSpec("small", INPUT, groups);
    groups.clear();
    assertEquals(2, network.groups().size());
    assertThrows(UnsupportedOperationException.class, () -> network.groups().clear());
  }

  @Test
  void changesItsInput() {
    ArchitectureSpec network = new ArchitectureSpec("small", INPUT, List.of(CONV, LAST));
    FeatureShape other = new FeatureShape(1, 1, 1);
    assertEquals(
        new ArchitectureSpec("small", other, List.of(CONV, LAST)), network.withInput(other));
  }

  @Test
  void refusesNamesThatAreNone() {
    assertRefused("an architecture must have a name", () -> spec(" ", LAST));
    assertRefused("an architecture must have a name", () -> spec(null, LAST));
    assertRefused(
        "the name of an architecture must not hold line breaks or other control characters,"
            + " got 'a b'",
        () -> spec("a\nb", LAST));
    for (String name : List.of("a\u009bb", "a\u2028b", "a\u202eb", "a\ud800b", "a\ufeffb")) {
      assertRefused(
          "the name of a layer group must not hold line breaks or other control characters,"
              + " got 'a b'",
          () -> LayerGroup.of(name, new BatchNorm()));
    }
    assertRefused(
        "the name of a layer group must have at most 100 characters, got '"
            + "x".repeat(60)
            + "…'"
            + " with 101",
        () -> LayerGroup.of("x".repeat(101), new BatchNorm()));
    assertRefused("a layer group must have a name", () -> LayerGroup.of("", new BatchNorm()));
    assertRefused("two layer groups are named 'conv'", () -> spec("a", CONV, CONV, LAST));
  }

  @Test
  void refusesEmptyParts() {
    assertRefused("layer groups must be at least 1, got 0", () -> spec("a"));
    assertRefused("group 'none' must hold at least one operation", () -> LayerGroup.of("none"));
  }

  @Test
  void refusesAnOutputThatIsAMap() {
    assertRefused(
        "the last group must give one value for each class, got a map of 4x4x3",
        () -> spec("a", CONV));
  }

  @Test
  void namesTheOperationThatCannotBeApplied() {
    LayerGroup pools =
        LayerGroup.of("pools", new BatchNorm(), new Pooling(Pooling.Kind.MAX, 5, 1, 0));
    assertRefused(
        "group 'pools' operation 1 (pooling): a kernel of 5 with padding 0 does not fit into an"
            + " input of 4x4x3",
        () -> spec("a", CONV, pools, LAST));
  }

  @Test
  void boundsTheNumberOfOperations() {
    List<Operation> most =
        Collections.nCopies(ArchitectureSpec.MAX_OPERATIONS - 2, Activation.relu());
    assertEquals(2, spec("a", new LayerGroup("many", most), LAST).groups().size());
    List<Operation> tooMany = Collections.nCopies(ArchitectureSpec.MAX_OPERATIONS, new BatchNorm());
    assertRefused(
        "an architecture must have at most 10000 operations",
        () -> spec("a", new LayerGroup("many", tooMany), LAST));
  }

  @Test
  void boundsItsDepth() {
    Operation deep = new BatchNorm();
    for (int depth = 1; depth < ArchitectureSpec.MAX_DEPTH; depth++) {
      deep = Residual.around(deep);
    }
    LayerGroup deepest = LayerGroup.of("deep", deep);
    assertEquals(2, spec("a", deepest, LAST).groups().size());
    LayerGroup tooDeep = LayerGroup.of("deep", new Concatenation(List.of(deep)));
    assertRefused(
        "group 'deep' must nest operations at most 16 deep", () -> spec("a", tooDeep, LAST));
  }

  @Test
  void refusesMoreParametersThanALongCanCount() {
    LayerGroup huge = LayerGroup.of("huge", new Convolution(1 << 20, 65535, 1, 32767, 1, false));
    FeatureShape input = new FeatureShape(1 << 20, 1, 1);
    assertRefused(
        "more than 9223372036854775807 parameters",
        () -> new ArchitectureSpec("a", input, List.of(huge)));
  }

  private static ArchitectureSpec spec(String name, LayerGroup... groups) {
    return new ArchitectureSpec(name, INPUT, List.of(groups));
  }

  private static void assertRefused(String message, Executable executable) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
