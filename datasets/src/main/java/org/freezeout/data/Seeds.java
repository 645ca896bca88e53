package org.freezeout.data;

import java.util.SplittableRandom;

/**
 * Independent random numbers for every purpose, epoch or view, and image of a run, from the run's
 * one seed.
 *
 * <p>The parts of a key are folded in one after the other through a mixing function in which every
 * bit of the input changes about half of the bits of the output, so that keys which differ by one
 * give unrelated numbers.
 */
final class Seeds {

  /** 2^64 over the golden ratio, made odd. */
  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private static final long SHUFFLING = 1;
  private static final long AUGMENTATION = 2;

  private Seeds() {}

  /** For the order of the images in an epoch. */
  static SplittableRandom shuffling(long seed, int epoch) {
    return new SplittableRandom(fold(fold(seed, SHUFFLING), epoch));
  }

  /** For the augmentation that an image has in a view. */
  static SplittableRandom augmentation(long seed, int view, int image) {
    return new SplittableRandom(fold(fold(fold(seed, AUGMENTATION), view), image));
  }

  private static long fold(long state, long part) {
    return mix(state * GOLDEN_GAMMA + part);
  }

  /** Variant 13 of D. Stafford, "Better Bit Mixing", 2011. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
