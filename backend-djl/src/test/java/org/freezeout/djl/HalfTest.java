package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Against the definition of binary16, in double precision, which holds all of it exactly. */
class HalfTest {

  private static final int INFINITY = 0x7c00;

  /** (-1)^sign 2^(exponent - 15) (1 + fraction / 2^10), or 2^-14 fraction / 2^10. */
  private static double value(int bits) {
    double sign = (bits & 0x8000) == 0 ? 1 : -1;
    int exponent = bits >> 10 & 31;
    double fraction = (bits & 1023) / 1024.0;
    if (exponent == 31) {
      return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
    }
    return sign
        * (exponent == 0
            ? Math.pow(2, -14) * fraction
            : Math.pow(2, exponent - 15) * (1 + fraction));
  }

  @Example
  void everyHalfHasItsValueAndComesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      double value = value(bits);
      float got = Half.toFloat((short) bits);
      assertEquals(value, got, 0, "half " + bits);
      if (Double.isNaN(value)) {
        assertTrue(Float.isNaN(Half.toFloat(Half.fromFloat(got))));
      } else {
        assertEquals(Math.copySign(1, value), Math.copySign(1, got));
        assertEquals((short) bits, Half.fromFloat(got));
      }
    }
  }

  @Example
  void everyMiddleOfTwoHalvesGoesToTheEvenOne() {
    for (int bits = 0; bits < INFINITY; bits++) {
      double next = bits + 1 == INFINITY ? 65536 : value(bits + 1);
      float middle = (float) ((value(bits) + next) / 2);
      int even = bits + (bits & 1);
      assertEquals((short) even, Half.fromFloat(middle), "middle above " + bits);
      assertEquals((short) (even | 0x8000), Half.fromFloat(-middle));
      assertEquals((short) bits, Half.fromFloat(Math.nextDown(middle)));
      assertEquals((short) (bits + 1), Half.fromFloat(Math.nextUp(middle)));
    }
  }

  /** Any bits of a float, so every magnitude alike. */
  @Property
  void noHalfIsNearer(@ForAll int bits) {
    float value = Float.intBitsToFloat(bits);
    int half = Half.fromFloat(value) & 0xffff;
    if (Float.isNaN(value)) {
      assertTrue(Double.isNaN(value(half)));
      return;
    }
    assertEquals(Math.copySign(1, value), Math.copySign(1, value(half)));
    int magnitude = half & 0x7fff;
    double size = Math.abs((double) value);
    if (magnitude == INFINITY) {
      assertTrue(size >= 65520, "the middle of 65504 and 2^16");
      return;
    }
    double distance = Math.abs(size - value(magnitude));
    for (int other : new int[] {magnitude - 1, magnitude + 1}) {
      if (other >= 0 && other < INFINITY) {
        assertTrue(distance <= Math.abs(size - value(other)), () -> value + " became " + half);
      }
    }
  }
}
