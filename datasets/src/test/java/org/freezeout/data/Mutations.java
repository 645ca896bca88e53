package org.freezeout.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages files at random. */
final class Mutations {

  private static final byte[] NASTY = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};

  private Mutations() {}

  /** A copy with a few changes, most of them near the start, where headers are. */
  static byte[] of(byte[] content, SplittableRandom random) {
    byte[] mutant = content.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && mutant.length > 0; changes--) {
      int range = random.nextInt(3) == 0 ? mutant.length : Math.min(mutant.length, 64);
      int at = random.nextInt(range);
      switch (random.nextInt(5)) {
        case 0 -> mutant[at] = (byte) random.nextInt(256);
        case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> mutant[at] = NASTY[random.nextInt(NASTY.length)];
        case 3 -> mutant = Arrays.copyOf(mutant, random.nextInt(mutant.length + 1));
        default -> { // a part is missing
          int end = Math.min(mutant.length, at + 1 + random.nextInt(8));
          byte[] shorter = Arrays.copyOf(mutant, mutant.length - (end - at));
          System.arraycopy(mutant, end, shorter, at, mutant.length - end);
          mutant = shorter;
        }
      }
    }
    return mutant;
  }
}
