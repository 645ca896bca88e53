package org.freezeout.djl;

import java.util.List;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Concatenation;
import org.freezeout.architecture.Dropout;
import org.freezeout.architecture.Operation;
import org.freezeout.architecture.Residual;

/** Where an architecture draws random numbers. */
final class Dropouts {

  private Dropouts() {}

  /** The last layer group with a dropout, -1 if there is none. */
  static int lastGroup(ArchitectureSpec architecture) {
    for (int i = architecture.groups().size() - 1; i >= 0; i--) {
      if (anyIn(architecture.groups().get(i).operations())) {
        return i;
      }
    }
    return -1;
  }

  private static boolean anyIn(List<Operation> operations) {
    return operations.stream()
        .anyMatch(
            operation ->
                operation instanceof Dropout
                    || operation instanceof Residual residual
                        && (anyIn(residual.body()) || anyIn(residual.shortcut()))
                    || operation instanceof Concatenation concatenation
                        && anyIn(concatenation.body()));
  }
}
