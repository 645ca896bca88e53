package org.freezeout.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.TrainingLength;

/** Shuffled epochs with an explicit cache entry for each image in each view. */
final class CachedTraining {

  /** Images of each step for which a group ran forward: [step][group]. */
  final int[][] forward;

  private final Map<List<Integer>, Integer> depths = new HashMap<>();

  CachedTraining(
      LayerwiseSchedule schedule,
      int epochs,
      int images,
      int batch,
      int views,
      int firstBorder,
      Random random) {
    TrainingLength length = new TrainingLength(epochs, images / batch);
    forward = new int[length.steps()][schedule.size()];
    List<Integer> order = new ArrayList<>();
    for (int image = 0; image < images; image++) {
      order.add(image);
    }
    for (int epoch = 0; epoch < epochs; epoch++) {
      Collections.shuffle(order, random);
      for (int s = 0; s < length.stepsPerEpoch(); s++) {
        int step = epoch * length.stepsPerEpoch() + s;
        int prefix = schedule.frozenPrefix(length.progress(step));
        for (int image : order.subList(s * batch, (s + 1) * batch)) {
          train(List.of(image, epoch % views), step, prefix, firstBorder);
        }
      }
    }
  }

  private void train(List<Integer> entry, int step, int prefix, int firstBorder) {
    for (int group = depths.getOrDefault(entry, 0); group < forward[step].length; group++) {
      forward[step][group]++;
    }
    if (prefix >= firstBorder) {
      depths.put(entry, prefix);
    }
  }

  /** Of all image passes of the run, the share in which a group ran forward. */
  double forwardShare(int group, int batch) {
    double sum = 0;
    for (int[] step : forward) {
      sum += step[group];
    }
    return sum / ((double) forward.length * batch);
  }
}
