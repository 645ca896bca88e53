package org.freezeout.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {

  @ParameterizedTest
  @CsvSource({
    "vgg-11, 3x32x32, 10",
    "wrn-16-4, 3x32x32, 10",
    "densenet-40-12, 3x32x32, 10",
    "densenet-bc-76-12, 3x32x32, 10",
    "resnet-18, 3x224x224, 1000",
    "mobilenet-v2, 3x224x224, 1000",
  })
  void defaultsOfEachFamily(String name, String input, int classes) {
    ArchitectureSpec network = Catalogue.resolve(name, Optional.empty(), OptionalInt.empty());
    assertEquals(name, network.name());
    assertEquals(input, network.input().toString());
    assertEquals(classes, network.classes());
  }

  @ParameterizedTest
  @CsvSource({
    "vgg-19, 1x32x32, 7",
    "vgg-11, 3x33x65, 7",
    "wrn-10-1, 1x28x28, 7",
    "wrn-16-2, 3x1x1, 7",
    "densenet-7-4, 2x5x4, 7",
    "densenet-bc-10-4, 3x224x160, 7",
    "resnet-50, 3x32x32, 7",
    "mobilenet-v2, 3x32x32, 7",
  })
  void otherInputsAndClasses(String name, String input, int classes) {
    ArchitectureSpec network = resolve(name, input, classes);
    assertEquals(input, network.input().toString());
    assertEquals(classes, network.classes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vgg",
        "vgg-12",
        "vgg-16-bn",
        "VGG-16",
        "wrn-16",
        "wrn-15-4",
        "wrn-4-4",
        "wrn-016-4",
        "wrn-16-0",
        "wrn-16-257",
        "wrn-99999994-9999",
        "wrn-1006-1",
        "wrn-16--4",
        "wrn-16-4 ",
        "wrn-9999999999999999-1",
        "densenet-41-12",
        "densenet-4-12",
        "densenet-bc-75-12",
        "densenet-bc-79-12",
        "resnet-101",
        "mobilenet-v3",
        "alexnet"
      })
  void namesTheFamiliesWhenThereIsNoSuchNetwork(String name) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> resolve(name, "3x32x32", 10));
    assertTrue(e.getMessage().startsWith("unknown architecture '" + name + "'"), e.getMessage());
    assertTrue(
        e.getMessage()
            .endsWith(
                "; known: vgg-11|13|16|19, wrn-D-K (D-4 divisible by 6), densenet-D-K (D-4"
                    + " divisible by 3), densenet-bc-D-K (D-4 divisible by 6), resnet-18|34|50,"
                    + " mobilenet-v2"),
        e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @ParameterizedTest
  @CsvSource({
    "wrn-15-4, 'the depth of wrn must be 4 more than a multiple of 6, in [10, 1000], got 15'",
    "wrn-16-300, 'the width of wrn must lie in [1, 256], got 300'",
    "densenet-8-12, 'the depth of densenet must be 4 more than a multiple of 3, in [7, 1000], got 8'",
    "vgg-17, 'the depth of vgg must be 11, 13, 16 or 19, got 17'",
    "resnet-20, 'the depth of resnet must be 18, 34 or 50, got 20'",
  })
  void saysWhyANumberIsImpossible(String name, String reason) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> resolve(name, "3x32x32", 10));
    assertTrue(e.getMessage().contains(": " + reason + "; known: "), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "vgg-16, 3x31x32, group 'conv13' operation 3 (pooling)",
    "densenet-40-12, 3x3x32, group 'transition2' operation 3 (pooling)",
    "wrn-16-4, 3x5000x5000, group 'conv1' operation 0 (convolution)",
  })
  void refusesImpossibleInputs(String name, String input, String where) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> resolve(name, input, 10));
    assertTrue(
        e.getMessage().startsWith(name + " cannot be built for an input of " + input + ": "),
        e.getMessage());
    assertTrue(e.getMessage().contains(where), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @Test
  void refusesImpossibleClasses() {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> resolve("wrn-16-4", "3x32x32", 0));
    assertEquals("classes must be at least 1, got 0", e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> resolve("wrn-16-4", "3x32x32", Integer.MAX_VALUE));
  }

  @Test
  void vggPoolsInTheGroupBeforeAndChoosesItsHeadByTheInput() {
    List<LayerGroup> small = resolve("vgg-11", "3x223x224", 10).groups();
    List<LayerGroup> large = resolve("vgg-11", "3x224x224", 10).groups();
    assertEquals(
        LayerGroup.of(
            "conv1",
            new Convolution(64, 3, 1, 1, 1, false),
            new BatchNorm(),
            Activation.relu(),
            new Pooling(Pooling.Kind.MAX, 2, 2, 0)),
        small.get(0));
    assertEquals(new Dense(512, true), small.get(8).operations().get(0));
    assertEquals(new Dense(4096, true), large.get(8).operations().get(0));
  }

  @Test
  void wideResNetSharesTheFirstNormalisationWithItsShortcut() {
    List<LayerGroup> groups = resolve("wrn-16-4", "3x32x32", 10).groups();
    assertTrue(groups.get(1).operations().get(0) instanceof BatchNorm);
    assertTrue(groups.get(1).operations().get(1) instanceof Activation);
    Residual projection = (Residual) groups.get(3).operations().get(2);
    assertEquals(List.of(new Convolution(128, 1, 2, 0, 1, false)), projection.shortcut());
    assertEquals(new Convolution(128, 3, 2, 1, 1, false), projection.body().get(0));
    Residual identity = (Residual) groups.get(2).operations().get(0);
    assertTrue(identity.shortcut().isEmpty());
    // With width 1 the first block changes nothing and needs no convolution in its shortcut.
    assertEquals(1, resolve("wrn-10-1", "3x32x32", 10).groups().get(1).operations().size());
  }

  @Test
  void resNet50StridesInThe3x3Convolution() {
    Residual block =
        (Residual) resolve("resnet-50", "3x224x224", 10).groups().get(4).operations().get(0);
    assertEquals(Convolution.of(128, 1, 1), block.body().get(0));
    assertEquals(Convolution.of(128, 3, 2), block.body().get(3));
    assertEquals(List.of(Convolution.of(512, 1, 2), new BatchNorm()), block.shortcut());
  }

  @Test
  void knowsNamesByTheirForm() {
    assertTrue(Catalogue.knows("wrn-15-4"));
    assertFalse(Catalogue.knows("network.json"));
  }

  private static ArchitectureSpec resolve(String name, String input, int classes) {
    return Catalogue.resolve(name, Optional.of(FeatureShape.parse(input)), OptionalInt.of(classes));
  }
}
