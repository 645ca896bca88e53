package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalInt;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Catalogue;
import org.freezeout.architecture.FeatureShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The catalogue against counts that others published; the files name the source of each. */
class PublishedCountsTest {

  @ParameterizedTest
  @CsvFileSource(resources = "published-parameters.csv", numLinesToSkip = 1)
  void parameters(String name, int classes, long expected, long unit) {
    assertEquals(expected, rounded(resolve(name, classes).parameters(), unit));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "published-macs.csv", numLinesToSkip = 1)
  void multiplyAccumulatesAndGroups(
      String name, int classes, long expected, long unit, int groups) {
    ArchitectureSpec network = resolve(name, classes);
    assertEquals(expected, rounded(NetworkCost.of(network).macs(), unit));
    assertEquals(groups, network.groups().size());
  }

  @Test
  void partsOfDenseNetBc() {
    // Counted from ajbrock/FreezeOut, densenet.py, by an independent script.
    ArchitectureSpec network = resolve("densenet-bc-76-12", 100);
    NetworkCost cost = NetworkCost.of(network);
    assertEquals("62.4", percent(cost, 1, 13));
    assertEquals("20.3", percent(cost, 14, 26));
    assertEquals("5.7", percent(cost, 27, 39));
    assertEquals(14_450_000, rounded(cost.macs(13), 10_000));
    assertEquals(6_650_000, rounded(cost.macs(26), 10_000));
    assertEquals(25_800, rounded(cost.macs(39), 100));
    assertEquals("transition1", network.groups().get(13).name());
    assertEquals("transition2", network.groups().get(26).name());
  }

  private static String percent(NetworkCost cost, int from, int to) {
    long sum = 0;
    for (int group = from; group < to; group++) {
      sum += cost.macs(group);
    }
    return String.format(java.util.Locale.ROOT, "%.1f", 100.0 * sum / cost.macs());
  }

  /** Torchvision's figures, those with 1000 classes, are for 224x224. */
  private static ArchitectureSpec resolve(String name, int classes) {
    FeatureShape input = FeatureShape.parse(classes == 1000 ? "3x224x224" : "3x32x32");
    return Catalogue.resolve(name, Optional.of(input), OptionalInt.of(classes));
  }

  private static long rounded(long value, long unit) {
    return Math.round((double) value / unit) * unit;
  }
}
