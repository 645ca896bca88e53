package org.freezeout.djl;

import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Convolution;
import org.freezeout.architecture.Dense;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Residual;

/**
 * Where the memory layout of an activation shows in the bits of what follows. MXNet's convolutions
 * leave their output in blocks of channels, and what else oneDNN computes goes on with them; its
 * batch normalisation rounds blocks in another way than rows. Additions and concatenations leave
 * rows, and convolutions round both alike.
 */
final class Layouts {

  private Layouts() {}

  /**
   * For each layer group whether the next one may give other bits for a copy of its output than for
   * the output itself. The last group never freezes before the end of training, so the network is
   * cut before it whenever it matters.
   */
  static boolean[] showInBits(ArchitectureSpec architecture) {
    int groups = architecture.groups().size();
    boolean[] show = new boolean[groups];
    for (int i = 0; i + 2 < groups; i++) {
      List<Operation> operations = architecture.groups().get(i).operations();
      Operation last = operations.get(operations.size() - 1);
      boolean leavesRows =
          last instanceof Residual || last instanceof Concatenation || last instanceof Dense;
      show[i] = !leavesRows && !anyLayout(architecture.groups().get(i + 1).operations());
    }
    return show;
  }

  /** Whether operations begin with one that rounds all layouts alike. */
  private static boolean anyLayout(List<Operation> operations) {
    if (operations.isEmpty()) {
      return true;
    }
    Operation first = operations.get(0);
    return first instanceof Convolution
        || first instanceof Dense
        || first instanceof Residual residual
            && anyLayout(residual.body())
            && anyLayout(residual.shortcut())
        || first instanceof Concatenation concatenation && anyLayout(concatenation.body());
  }
}
