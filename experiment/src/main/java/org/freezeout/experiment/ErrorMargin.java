package org.freezeout.experiment;

/** How well a test error is known. */
public final class ErrorMargin {

  /** The 95th percentile of the normal distribution. */
  private static final double NORMAL_QUANTILE = 1.6449;

  private ErrorMargin() {}

  /**
   * Half the width of the 90 % interval of an error that was counted over independent images:
   *
   * <pre>  1.645 * sqrt(p * (1 - p) / n)   with p the share of errors among n images</pre>
   *
   * <p>It holds for one error by itself. Two runs that are tested on the same images differ by less
   * than that, but another seed would change either by about as much.
   *
   * @param errorPercent the error, in percent
   * @param images how many images it was counted over, at least 1
   * @return in percentage points
   */
  public static double points(double errorPercent, int images) {
    Numbers.atLeast("images", 1, images);
    double p = errorPercent / 100;
    return 100 * NORMAL_QUANTILE * Math.sqrt(p * (1 - p) / images);
  }
}
