package org.freezeout.cost;

/** When the maps are freed that frozen groups compute on the way to their common output. */
public enum PrefixRelease {
  /** Those of each group as soon as the next one has its input. */
  BY_GROUP,
  /** All of them once the output of the last frozen group is there. */
  AT_BORDER
}
