package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.Activation;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Catalogue;
import org.freezeout.architecture.DenseNet;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.architecture.LayerGroup;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.SchedulePolicy;
import org.freezeout.schedule.Spacing;
import org.freezeout.schedule.Strategy;
import org.freezeout.schedule.TrainingLength;
import org.freezeout.schedule.UniformAnnealing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorsCostTest {

  private static final FeatureShape CIFAR = new FeatureShape(3, 32, 32);

  private final CostModel model = new AuthorsCost();

  @ParameterizedTest
  @CsvFileSource(resources = "calc-speedup.csv", numLinesToSkip = 1)
  void equalsTheAuthorsFunction(
      int growth, int depth, double t0, double linear, double squared, double cubic) {
    ArchitectureSpec network = DenseNet.bottleneck(depth, growth, CIFAR, 10);
    assertUlps(linear, model.saving(network, plan(network, t0, Strategy.LINEAR)));
    assertUlps(squared, model.saving(network, plan(network, t0, Strategy.SQUARED_SCALED)));
    assertUlps(cubic, model.saving(network, plan(network, t0, Strategy.CUBIC_SCALED)));
  }

  @Test
  void theBaselineSavesNothing() {
    ArchitectureSpec network = DenseNet.bottleneck(22, 12, CIFAR, 100);
    int groups = network.groups().size();
    assertEquals(
        0, model.saving(network, FreezePlan.continuous(new UniformAnnealing(0.1), groups)));
    assertEquals(0, model.saving(network, plan(network, 1, Strategy.LINEAR)));
    assertEquals(0, model.saving(network, plan(network, 1, Strategy.CUBIC)));
  }

  @Test
  void wholeStepsMakeNoDifference() {
    ArchitectureSpec network = DenseNet.bottleneck(22, 12, CIFAR, 10);
    FreezeOut policy = FreezeOut.of(0.1, 0.8);
    int groups = network.groups().size();
    assertEquals(
        model.saving(network, FreezePlan.continuous(policy, groups)),
        model.saving(network, FreezePlan.discrete(policy, groups, new TrainingLength(1, 3))));
  }

  @Test
  void recognisesTheNetworkByWhatItIsAndNotByItsName() {
    ArchitectureSpec network = DenseNet.bottleneck(40, 12, CIFAR, 10);
    List<LayerGroup> renamed = new ArrayList<>();
    network.groups().forEach(g -> renamed.add(new LayerGroup("my " + g.name(), g.operations())));
    ArchitectureSpec same = new ArchitectureSpec("mine", CIFAR, renamed);
    FreezePlan plan = plan(network, 0.5, Strategy.CUBIC);
    assertEquals(model.saving(network, plan), model.saving(same, plan));

    List<LayerGroup> changed = new ArrayList<>(network.groups());
    LayerGroup last = changed.remove(changed.size() - 1);
    changed.add(
        LayerGroup.of(
            last.name(),
            new Activation(Activation.Function.SOFTPLUS),
            last.operations().get(2),
            last.operations().get(3)));
    ArchitectureSpec other = new ArchitectureSpec(network.name(), CIFAR, changed);
    assertEquals(
        "cost model 'authors' knows densenet-bc-D-K at 3x32x32 only, got densenet-bc-40-12 at"
            + " 3x32x32",
        assertThrows(IllegalArgumentException.class, () -> model.saving(other, plan)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrn-16-4", "densenet-40-12", "vgg-11", "mobilenet-v2", "resnet-18"})
  void refusesOtherNetworks(String name) {
    ArchitectureSpec network = Catalogue.resolve(name, Optional.of(CIFAR), OptionalInt.of(10));
    assertThrows(
        IllegalArgumentException.class,
        () -> model.saving(network, plan(network, 0.8, Strategy.CUBIC)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3x64x64", "1x32x32"})
  void refusesOtherImages(String input) {
    ArchitectureSpec network = DenseNet.bottleneck(22, 12, FeatureShape.parse(input), 10);
    assertEquals(
        "cost model 'authors' knows densenet-bc-D-K at 3x32x32 only, got densenet-bc-22-12 at "
            + input,
        assertThrows(
                IllegalArgumentException.class,
                () -> model.saving(network, plan(network, 0.8, Strategy.CUBIC)))
            .getMessage());
  }

  @Test
  void refusesOtherSchedules() {
    ArchitectureSpec network = DenseNet.bottleneck(10, 4, CIFAR, 10);
    SchedulePolicy policy =
        new SchedulePolicy() {
          @Override
          public String name() {
            return "mine";
          }

          @Override
          public double baseRate() {
            return 0.1;
          }

          @Override
          public LayerwiseSchedule forLayers(int layers) {
            return new UniformAnnealing(0.1).forLayers(layers);
          }
        };
    FreezePlan plan = new FreezePlan(policy, Collections.nCopies(7, 1.0));
    assertEquals(
        "cost model 'authors' knows FreezeOut schedules only, got mine",
        assertThrows(IllegalArgumentException.class, () -> model.saving(network, plan))
            .getMessage());
  }

  @Test
  void refusesCaches() {
    ArchitectureSpec network = DenseNet.bottleneck(10, 4, CIFAR, 10);
    FreezePlan plan = FreezePlan.cached(FreezeOut.of(0.1, 0.5), 7, 9, PrefixCaching.ofViews(1));
    assertEquals(
        "cost model 'authors' knows no cache of activations",
        assertThrows(IllegalArgumentException.class, () -> model.saving(network, plan))
            .getMessage());
  }

  @Test
  void multipliesLinearSpacingAlone() {
    double plain = AuthorsCost.saving(12, 12, 0.999999, Spacing.LINEAR) / 1.3;
    // For t_0 near 1, u^p is 1 - p (1 - u).
    assertEquals(2 * plain, AuthorsCost.saving(12, 12, 0.999999, Spacing.SQUARED), 1e-11);
    assertEquals(3 * plain, AuthorsCost.saving(12, 12, 0.999999, Spacing.CUBIC), 1e-11);
  }

  private static FreezePlan plan(ArchitectureSpec network, double t0, Strategy strategy) {
    return FreezePlan.continuous(FreezeOut.of(0.1, t0, strategy), network.groups().size());
  }

  private static void assertUlps(double expected, double actual) {
    assertEquals(expected, actual, 4 * Math.ulp(expected));
  }
}
