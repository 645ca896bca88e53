package org.freezeout.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AdviceTest {

  @Test
  void saysWhyNot() {
    assertEquals(new Advice(true, null), Advice.of(new SavingInterval(0.1, 0.05, 0.15)));
    assertEquals("freeze", Advice.of(new SavingInterval(0.1, 0.05, 0.15)).text());
    Advice not = Advice.of(new SavingInterval(0.01, -0.02, 0.04));
    assertEquals("do not freeze", not.text());
    assertEquals("the saving's 90 % interval, -0.0200 to 0.0400, includes 0", not.reason());
    assertEquals(
        "the saving's 90 % interval, -0.0400 to -0.0100, lies below 0",
        Advice.of(new SavingInterval(-0.02, -0.04, -0.01)).reason());
    assertEquals("nothing is saved", Advice.of(new SavingInterval(0, 0, 0)).reason());
  }

  @Property
  void advisesToFreezeOnlyWhereTheWholeIntervalIsASaving(
      @ForAll @DoubleRange(min = -1, max = 1) double a,
      @ForAll @DoubleRange(min = -1, max = 1) double b) {
    double low = Math.min(a, b);
    Advice advice = Advice.of(new SavingInterval((a + b) / 2, low, Math.max(a, b)));
    assertEquals(low > 0, advice.freeze());
    assertEquals(advice.freeze(), advice.reason() == null);
  }
}
