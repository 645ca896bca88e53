package org.freezeout.djl;

import java.util.OptionalDouble;

/** Error and mean loss of a network's outputs, added up batch by batch. */
final class Score {

  private final int classes;
  private long images;
  private long errors;
  private double loss;

  /** Nothing yet, for outputs of one value for each class. */
  Score(int classes) {
    this.classes = classes;
  }

  /**
   * Adds a batch.
   *
   * @param outputs one value for each class, image by image, before softmax
   * @param labels the classes
   */
  void add(float[] outputs, int[] labels) {
    for (int i = 0; i < labels.length; i++) {
      add(outputs, i * classes, labels[i]);
    }
    images += labels.length;
  }

  /** Share of images whose largest output is not that of their class, in percent. */
  OptionalDouble errorPercent() {
    return images == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * errors / images);
  }

  /** Mean cross entropy after softmax: log(sum of exp(y_j)) - y_label. */
  OptionalDouble loss() {
    return images == 0 ? OptionalDouble.empty() : OptionalDouble.of(loss / images);
  }

  private void add(float[] outputs, int offset, int label) {
    double largest = outputs[offset];
    int predicted = 0;
    for (int j = 1; j < classes; j++) {
      if (outputs[offset + j] > largest) {
        largest = outputs[offset + j];
        predicted = j;
      }
    }
    double sum = 0;
    for (int j = 0; j < classes; j++) {
      sum += Math.exp(outputs[offset + j] - largest);
    }
    loss += largest + Math.log(sum) - outputs[offset + label];
    if (predicted != label || Double.isNaN(sum)) {
      errors++;
    }
  }
}
