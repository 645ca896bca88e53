package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TradeOffTest {

  private static TradeOff of(double saving, double lost, double rateFactor) {
    return new TradeOff(saving, new LostTraining(lost, lost, rateFactor));
  }

  @Test
  void isBetterInOneRespectAndInNoneWorse() {
    TradeOff some = of(0.2, 0.1, 2);
    assertTrue(of(0.3, 0.1, 2).dominates(some));
    assertTrue(of(0.2, 0.05, 2).dominates(some));
    assertTrue(of(0.2, 0.1, 1).dominates(some));
    assertFalse(of(0.3, 0.11, 2).dominates(some));
    assertFalse(of(0.1, 0.05, 1).dominates(some));
    // A step more or less is no difference in saving.
    assertTrue(of(0.1995, 0.05, 2).dominates(some));
    assertFalse(of(0.2005, 0.1, 2).dominates(some));
  }

  /** Dominance never goes in a circle, so something is always on the front. */
  @Property
  void leavesAFrontOfPointsThatDoNotDominateEachOther(
      @ForAll("points") @Size(min = 1, max = 8) List<TradeOff> points) {
    List<TradeOff> front =
        points.stream().filter(p -> points.stream().noneMatch(q -> q.dominates(p))).toList();
    assertFalse(front.isEmpty());
    for (TradeOff point : points) {
      assertFalse(point.dominates(point));
      for (TradeOff other : points) {
        assertFalse(point.dominates(other) && other.dominates(point));
      }
    }
    // Of those that lose least, one is on the front.
    TradeOff least =
        points.stream()
            .min(
                (a, b) ->
                    a.lost().mean() != b.lost().mean()
                        ? Double.compare(a.lost().mean(), b.lost().mean())
                        : Double.compare(a.lost().rateFactor(), b.lost().rateFactor()))
            .orElseThrow();
    assertTrue(
        points.stream().filter(p -> p.lost().equals(least.lost())).anyMatch(front::contains));
  }

  /** On a grid, so that equal values and small differences are common. */
  @Provide
  Arbitrary<List<TradeOff>> points() {
    Arbitrary<Double> saving = Arbitraries.integers().between(0, 20).map(i -> i * 0.0005);
    Arbitrary<Double> lost = Arbitraries.integers().between(0, 3).map(i -> i * 0.1);
    Arbitrary<Double> factor = Arbitraries.integers().between(1, 3).map(i -> (double) i);
    return Combinators.combine(saving, lost, factor).as(TradeOffTest::of).list();
  }
}
