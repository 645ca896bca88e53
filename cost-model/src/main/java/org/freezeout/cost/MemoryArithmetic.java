package org.freezeout.cost;

/** Sums and products of bytes that a {@code long} can count. */
final class MemoryArithmetic {

  private MemoryArithmetic() {}

  static long sum(long a, long b) {
    try {
      return Math.addExact(a, b);
    } catch (ArithmeticException e) {
      throw tooMany(e);
    }
  }

  static long product(long a, long b) {
    try {
      return Math.multiplyExact(a, b);
    } catch (ArithmeticException e) {
      throw tooMany(e);
    }
  }

  private static IllegalArgumentException tooMany(ArithmeticException e) {
    return new IllegalArgumentException("a step takes more than " + Long.MAX_VALUE + " bytes", e);
  }
}
