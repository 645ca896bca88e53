package org.freezeout.djl;

/**
 * Numbers of IEEE 754 binary16: a sign, five bits of exponent, ten bits of fraction. Finite ones
 * reach from 2^-24 to 65504.
 */
final class Half {

  /** The largest finite one. */
  static final float LARGEST = 65504;

  private static final float[] VALUES = new float[1 << 16];

  static {
    for (int bits = 0; bits < VALUES.length; bits++) {
      VALUES[bits] = value(bits);
    }
  }

  private Half() {}

  /** The value of its bits, which is exact; NaN stays NaN. */
  static float toFloat(short bits) {
    return VALUES[bits & 0xffff];
  }

  /**
   * The bits of the nearest one, of the two nearest that whose last bit is 0. From 65520 on in
   * magnitude that is infinity, as the standard says; NaN stays NaN.
   */
  static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 0x47800000) { // 2^16
      return (short) (sign | 0x7c00);
    }
    if (magnitude >= 0x38800000) { // 2^-14: the exponent changes its bias from 127 to 15
      return (short) (sign | shifted(magnitude - (112 << 23), 13));
    }
    int exponent = magnitude >>> 23;
    if (exponent < 102) { // below 2^-25, half of the smallest one
      return (short) sign;
    }
    return (short) (sign | shifted(magnitude & 0x7fffff | 0x800000, 126 - exponent));
  }

  /** A number without its last bits, rounded to nearest and even. */
  private static int shifted(int number, int bits) {
    int half = 1 << bits - 1;
    return number + half - 1 + (number >>> bits & 1) >>> bits;
  }

  private static float value(int bits) {
    int exponent = bits >>> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0x1f) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((float) fraction, -24);
    } else {
      magnitude = Math.scalb((float) (fraction | 0x400), exponent - 25);
    }
    return bits >>> 15 == 0 ? magnitude : -magnitude;
  }
}
