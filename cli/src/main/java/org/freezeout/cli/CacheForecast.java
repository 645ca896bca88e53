package org.freezeout.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.cost.CachePrecision;
import org.freezeout.cost.CacheSize;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.PrefixCaching;
import org.freezeout.schedule.FreezeOut;
import org.freezeout.schedule.LayerwiseSchedule;
import org.freezeout.schedule.TrainingLength;

/**
 * What a cache is predicted to do in runs of one network.
 *
 * @param architecture the network
 * @param caching what is cached
 * @param length of the runs
 * @param precision of the entries
 * @param images how many training images there are, null if that is not known
 */
record CacheForecast(
    ArchitectureSpec architecture,
    PrefixCaching caching,
    TrainingLength length,
    CachePrecision precision,
    Integer images) {

  FreezePlan plan(FreezeOut policy, boolean cached) {
    int groups = architecture.groups().size();
    return cached
        ? FreezePlan.cached(policy, groups, length, caching)
        : FreezePlan.discrete(policy, groups, length);
  }

  /** What a row says of the cache; all but the first are null in a row without one. */
  Map<String, Object> cells(FreezeOut policy, boolean cached) {
    LayerwiseSchedule schedule = policy.forLayers(architecture.groups().size());
    CacheSize size = CacheSize.of(architecture, precision);
    Map<String, Object> cells = new LinkedHashMap<>();
    cells.put("cache", cached);
    cells.put("cache_hit_share", cached ? 1 - caching.forwardShare(schedule, length, 0) : null);
    cells.put("cache_filling_epochs", cached ? caching.fillingEpochs(schedule, length) : null);
    cells.put(
        "cache_bytes_per_image",
        cached ? size.largestBytesPerImage(schedule, length, caching) : null);
    cells.put(
        "cache_bytes",
        cached && images != null ? size.largestBytes(schedule, length, caching, images) : null);
    return cells;
  }

  /** The bytes of one image at every border within the network, from the first on. */
  List<Long> borderBytes() {
    return CacheSize.of(architecture, precision)
        .bytesPerImage()
        .subList(1, architecture.groups().size());
  }

  /** The same for people. */
  Table borders() {
    var table = new Table("border", "behind", "shape", "bytes_per_image");
    List<Long> bytes = borderBytes();
    for (int i = 0; i < bytes.size(); i++) {
      table.row(
          i + 1,
          architecture.groups().get(i).name(),
          architecture.shapes().get(i + 1).toString(),
          bytes.get(i));
    }
    return table;
  }

  /** Where caching does not pay, the reasons, a line for each schedule. */
  List<String> warnings(List<FreezeOut> schedules) {
    List<String> warnings = new ArrayList<>();
    for (FreezeOut policy : schedules) {
      LayerwiseSchedule schedule = policy.forLayers(architecture.groups().size());
      if (!caching.pays(schedule, length)) {
        int stored = caching.storedFrom(schedule, length, 0);
        double left = (double) (length.steps() - stored) / length.stepsPerEpoch();
        warnings.add(
            String.format(
                Locale.ROOT,
                "caching does not pay for %s with t0 %s: %s",
                policy.name(),
                policy.t0(),
                left == 0
                    ? "no group freezes before the end"
                    : String.format(
                        Locale.ROOT,
                        "%.2f of %d epochs follow the first freeze, and what they store is first"
                            + " used %s later",
                        left,
                        length.epochs(),
                        caching.views() == 1 ? "an epoch" : caching.views() + " epochs")));
      }
    }
    return warnings;
  }
}
