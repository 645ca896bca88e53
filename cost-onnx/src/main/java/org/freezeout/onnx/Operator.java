package org.freezeout.onnx;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an operator makes of its inputs. */
@FunctionalInterface
interface Operator {

  /**
   * What comes out of an operator.
   *
   * @param outputs what is known of its outputs; trailing ones that nobody needs may be left out
   * @param macs its multiply-accumulates; {@link #NOT_COUNTED} for an operator that has none
   */
  record Outcome(List<Value> outputs, long macs) {

    static final long NOT_COUNTED = -1;

    static Outcome of(Value... outputs) {
      return new Outcome(List.of(outputs), NOT_COUNTED);
    }

    static Outcome of(Shape shape, boolean integer) {
      return of(Value.of(shape, integer));
    }

    static Outcome counted(Shape output, long macs) {
      return new Outcome(List.of(Value.of(output, false)), macs);
    }
  }

  /**
   * Infers the outputs of a node.
   *
   * @throws IllegalArgumentException if its inputs do not fit
   * @throws NotKnown if they are not known well enough
   */
  Outcome apply(Node node);

  /** All operators that are known, by name. */
  Map<String, Operator> ALL = all();

  private static Map<String, Operator> all() {
    Map<String, Operator> all = new TreeMap<>();
    Products.register(all);
    Windows.register(all);
    Elementwise.register(all);
    Normalizations.register(all);
    Sources.register(all);
    Layouts.register(all);
    Selections.register(all);
    Reductions.register(all);
    return Map.copyOf(all);
  }
}
