package org.freezeout.simulated;

import java.util.List;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.TrainingLength;

/**
 * What a simulated run keeps of its frozen prefix: no entries, but how many are expected to be
 * there. After it was emptied it holds the batch of the last step alone, which is all that is found
 * if that step is trained again.
 */
final class SimulatedCache {

  private static final int NOTHING = -1;

  private final PrefixCaching caching;
  private final LayerwiseSchedule schedule;
  private final TrainingLength length;
  private boolean emptied;
  private int held = NOTHING;

  /** The cache of a run that has not begun. */
  SimulatedCache(PrefixCaching caching, LayerwiseSchedule schedule, TrainingLength length) {
    this.caching = caching;
    this.schedule = schedule;
    this.length = length;
  }

  /** Forgets everything. */
  void empty() {
    emptied = true;
    held = NOTHING;
  }

  /** Takes note of a step that was trained. */
  void trained(int step) {
    int frozenPrefix = schedule.frozenPrefix(length.progress(step));
    held = stores(frozenPrefix, step) ? step : NOTHING;
  }

  /** The expected share of a step's images that were stored with the first group or more. */
  double storedShare(int step) {
    return emptied ? 1 - runs(0, step) : caching.storedShare(schedule, length, 0, step);
  }

  /**
   * By how much a step takes longer than without it, expected.
   *
   * @param groups what the layer groups take
   * @param frozenPrefix how many of them are frozen
   * @param step from 0
   */
  double seconds(List<GroupSeconds> groups, int frozenPrefix, int step) {
    double seconds = 0;
    double runs = 0;
    for (int i = 0; i < frozenPrefix; i++) {
      double before = i == 0 ? 0 : runs;
      runs = runs(i, step);
      seconds -= (1 - runs) * groups.get(i).forwardSeconds();
      // Found at the border before the group: those for which it runs, and no group before it.
      seconds += i == 0 ? 0 : (runs - before) * groups.get(i - 1).cacheReadSeconds();
    }
    if (frozenPrefix > 0) {
      GroupSeconds last = groups.get(frozenPrefix - 1);
      seconds += (1 - runs) * last.cacheReadSeconds();
      seconds += stores(frozenPrefix, step) ? runs * last.cacheWriteSeconds() : 0;
    }
    return seconds;
  }

  /** The probability that a group runs forward. */
  private double runs(int group, int step) {
    if (emptied) {
      return step == held ? 0 : 1;
    }
    return caching.forwardShare(schedule, length, group, step);
  }

  /** What does not come again is not stored. */
  private boolean stores(int frozenPrefix, int step) {
    return frozenPrefix >= caching.firstBorder()
        && length.epoch(step) + caching.views() < length.epochs();
  }
}
