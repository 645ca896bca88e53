package org.freezeout.experiment;

import org.freezeout.schedule.LayerwiseSchedule;

/** Says where in a network a step went wrong, as the end of a line. */
final class FailurePlace {

  private FailurePlace() {}

  /** In a layer group that is known to have gone wrong first. */
  static String of(ExperimentSpec spec, LayerwiseSchedule schedule, int step, int group) {
    return ": numbers that are not finite began in layer group "
        + name(spec, group)
        + ", at learning rate "
        + schedule.rate(group, spec.length().progress(step));
  }

  /** It is not known; the first of the groups with the highest rate is the likeliest. */
  static String ofHighestRate(ExperimentSpec spec, LayerwiseSchedule schedule, int step) {
    double t = spec.length().progress(step);
    int highest = 0;
    for (int group = 1; group < schedule.size(); group++) {
      if (schedule.rate(group, t) > schedule.rate(highest, t)) {
        highest = group;
      }
    }
    return ": the highest learning rate was "
        + schedule.rate(highest, t)
        + ", in layer group "
        + name(spec, highest);
  }

  private static String name(ExperimentSpec spec, int group) {
    return spec.architecture().groups().get(group).name();
  }
}
