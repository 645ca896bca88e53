package org.freezeout.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.freezeout.onnx.Operator.Outcome;

/** Normalisations and what else keeps the shape of its first input. */
final class Normalizations {

  private Normalizations() {}

  static void register(Map<String, Operator> all) {
    for (String name :
        ("BatchNormalization LayerNormalization InstanceNormalization GroupNormalization"
                + " RMSNormalization LpNormalization MeanVarianceNormalization LRN Softmax"
                + " LogSoftmax Hardmax ScatterND ScatterElements Scatter")
            .split(" ")) {
      all.put(name, Normalizations::sameShape);
    }
    all.put("QuantizeLinear", node -> Outcome.of(node.shape(0), false));
    all.put("DequantizeLinear", node -> Outcome.of(node.shape(0), false));
  }

  /** Statistics, which some have as further outputs, are left unknown. */
  private static Outcome sameShape(Node node) {
    List<Value> outputs = new ArrayList<>();
    outputs.add(Value.of(node.shape(0), node.in(0).integer()));
    for (int i = 1; i < node.outputs(); i++) {
      outputs.add(Value.unknown("the statistics of " + node.place() + " have no known shape"));
    }
    return new Outcome(outputs, Outcome.NOT_COUNTED);
  }
}
