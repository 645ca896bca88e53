package org.freezeout.cost;

/**
 * What a run takes besides its training steps, as it was measured.
 *
 * @param handoverSeconds waiting for a batch that is ready: it is handed over in every step
 * @param preparationSeconds preparing a batch, by other threads while a step runs; training waits
 *     for what a step does not hide
 * @param evaluationSecondsPerImage forward pass of a test image, all groups in inference mode
 * @param startSeconds starting the engine, and what the first steps take longer; once in a run
 */
public record RunOverheads(
    Measured handoverSeconds,
    Measured preparationSeconds,
    Measured evaluationSecondsPerImage,
    Measured startSeconds) {

  /** The same for the clock of a run that counts from its first step on. */
  public RunOverheads withoutStart() {
    return new RunOverheads(
        handoverSeconds, preparationSeconds, evaluationSecondsPerImage, Measured.ZERO);
  }

  /** How long training waits for a batch. */
  double waitSeconds(double hiddenSeconds) {
    return handoverSeconds.value() + Math.max(0, preparationSeconds.value() - hiddenSeconds);
  }
}
