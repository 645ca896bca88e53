package org.freezeout.schedule;

/**
 * Half of 1 + cos(pi x) on [0, 1], by the half-angle formula and the power series of the cosine:
 *
 * <pre>
 *   (1 + cos(pi x)) / 2 = cos(pi x / 2)^2
 *   cos(pi x / 2)       = 1 - c_1 x^2 + c_2 x^4 - ...,   c_k = (pi / 2)^2k / (2k)!
 * </pre>
 *
 * <p>Products and sums alone, so that Java computes several layers at a time. Cut off behind c_10:
 * c_11 is below 2e-17, a fraction of the last bit of 1.
 */
final class HalfAngle {

  private static final double C1 = coefficient(1);
  private static final double C2 = coefficient(2);
  private static final double C3 = coefficient(3);
  private static final double C4 = coefficient(4);
  private static final double C5 = coefficient(5);
  private static final double C6 = coefficient(6);
  private static final double C7 = coefficient(7);
  private static final double C8 = coefficient(8);
  private static final double C9 = coefficient(9);
  private static final double C10 = coefficient(10);

  private HalfAngle() {}

  /**
   * Half of 1 + cos(pi x).
   *
   * @param x in [0, 1]; elsewhere the series is cut off too early
   * @return a value in [0, 1], 1 for x = 0
   */
  static double raisedCosine(double x) {
    double y = x * x;
    double cosine = C9 - y * C10;
    cosine = C8 - y * cosine;
    cosine = C7 - y * cosine;
    cosine = C6 - y * cosine;
    cosine = C5 - y * cosine;
    cosine = C4 - y * cosine;
    cosine = C3 - y * cosine;
    cosine = C2 - y * cosine;
    cosine = C1 - y * cosine;
    cosine = 1 - y * cosine;
    return cosine * cosine;
  }

  private static double coefficient(int k) {
    double c = 1;
    for (int factor = 1; factor <= 2 * k; factor++) {
      c *= Math.PI / 2 / factor;
    }
    return c;
  }
}
