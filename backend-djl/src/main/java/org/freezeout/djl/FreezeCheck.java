package org.freezeout.djl;

import java.util.List;

/**
 * The verdict on a frozen group on one device: whether its weights and the statistics of its batch
 * normalisation have kept every bit since it froze.
 *
 * @param group its index, from 0
 * @param name its name
 * @param device the device
 * @param step the first step in which it was frozen
 * @param arrays how many weights and statistics were compared
 * @param changed the names of those that are no longer what they were
 * @param updates how often the optimizer has asked for a rate for one of them since
 */
public record FreezeCheck(
    int group,
    String name,
    String device,
    int step,
    int arrays,
    List<String> changed,
    long updates) {

  /** Copies the names. */
  public FreezeCheck {
    changed = List.copyOf(changed);
  }

  /** Whether nothing has touched the group. */
  public boolean passed() {
    return changed.isEmpty() && updates == 0;
  }

  /** One line with the numbers. */
  @Override
  public String toString() {
    return String.format(
        "group %d (%s) on %s, frozen since step %d: %d of %d arrays changed%s, %d updates",
        group,
        name,
        device,
        step,
        changed.size(),
        arrays,
        changed.isEmpty() ? "" : " " + changed,
        updates);
  }
}
