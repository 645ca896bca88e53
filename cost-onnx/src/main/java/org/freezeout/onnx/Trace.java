package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Follows a graph from its inputs to its outputs, node by node, and infers every shape. */
final class Trace {

  private static final int MAX_NODES = 1_000_000;

  /** Operators of which only some inputs can be learned: those at these places. */
  private static final Map<String, Set<Integer>> LEARNED_INPUTS =
      Map.ofEntries(
          Map.entry("BatchNormalization", Set.of(0, 1, 2)),
          Map.entry("Resize", Set.of(0)),
          Map.entry("Upsample", Set.of(0)),
          Map.entry("Pad", Set.of(0)),
          Map.entry("Clip", Set.of(0)),
          Map.entry("Dropout", Set.of(0)),
          Map.entry("QuantizeLinear", Set.of(0)),
          Map.entry("DequantizeLinear", Set.of(0)),
          Map.entry("Shape", Set.of()),
          Map.entry("Size", Set.of()));

  /** Operators that give their input another shape. */
  private static final Set<String> VIEWS =
      Set.of("Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity");

  private final GraphProto graph;
  private final Dimensions dimensions;
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, ValueInfoProto> infos = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();
  private final List<Step> steps = new ArrayList<>();
  private final SortedMap<String, Integer> unknownOperators = new TreeMap<>();

  private Trace(GraphProto graph, OnnxOptions options) {
    this.graph = graph;
    this.dimensions = new Dimensions(options);
  }

  /**
   * Follows a graph.
   *
   * @throws IllegalArgumentException if it is no graph, shapes do not fit, or a counted operator's
   *     shapes cannot be known, in one line that names the place
   */
  static Trace of(GraphProto graph, OnnxOptions options) {
    Trace trace = new Trace(graph, options);
    trace.run();
    return trace;
  }

  /** The nodes that compute something for each input of the network, in the graph's order. */
  List<Step> steps() {
    return steps;
  }

  /** Operators that are not known, with their number. */
  SortedMap<String, Integer> unknownOperators() {
    return unknownOperators;
  }

  /** How many numbers a learned tensor has. */
  long size(String weight) {
    return sizes.getOrDefault(weight, 0L);
  }

  /** How many numbers a tensor has that depends on the network's inputs; 0 if that is not known. */
  long numbers(String tensor) {
    Value value = values.get(tensor);
    return value == null || value.shape() == null ? 0 : value.shape().elements();
  }

  /** How many numbers the network's inputs have together. */
  long inputNumbers() {
    return graph.getInputList().stream()
        .map(ValueInfoProto::getName)
        .filter(name -> !sizes.containsKey(name))
        .mapToLong(this::numbers)
        .reduce(0, Math::addExact);
  }

  /** Whether the number of all tensors' numbers is known. */
  boolean measured() {
    return steps.stream()
        .flatMap(step -> step.outputs().stream())
        .filter(output -> !output.isEmpty())
        .allMatch(output -> values.get(output).shape() != null);
  }

  private void run() {
    if (graph.getNodeCount() == 0 || graph.getNodeCount() > MAX_NODES) {
      throw new IllegalArgumentException(
          "a graph of 1 to " + MAX_NODES + " nodes is needed, got " + graph.getNodeCount());
    }
    for (TensorProto tensor : graph.getInitializerList()) {
      Value value =
          at("tensor " + Texts.quoted(tensor.getName()), () -> Tensors.value(tensor, true));
      define("tensor", tensor.getName(), value);
      sizes.put(tensor.getName(), value.shape().elements());
    }
    for (ValueInfoProto input : graph.getInputList()) {
      // Old files list their weights among the inputs.
      if (!sizes.containsKey(input.getName())) {
        define("input", input.getName(), dimensions.input(input));
      }
    }
    graph.getValueInfoList().forEach(info -> infos.put(info.getName(), info));
    graph.getOutputList().forEach(info -> infos.put(info.getName(), info));
    Set<String> later = new HashSet<>();
    graph.getNodeList().forEach(node -> later.addAll(node.getOutputList()));
    for (NodeProto node : graph.getNodeList()) {
      at(
          Node.place(node),
          () -> {
            step(node, later);
            return null;
          });
    }
    graph.getOutputList().forEach(output -> given("output", output.getName(), Set.of()));
  }

  private void step(NodeProto proto, Set<String> later) {
    List<Value> inputs = new ArrayList<>();
    for (String name : proto.getInputList()) {
      inputs.add(name.isEmpty() ? null : given("input", name, later));
    }
    Node node = new Node(proto, inputs);
    Operator operator = Operator.ALL.get(node.operator());
    Operator.Outcome outcome;
    if (operator == null) {
      unknownOperators.merge(Texts.line(node.operator()), 1, Integer::sum);
      outcome = unknown("it comes after the unknown operator " + node.place());
    } else {
      outcome = known(node, operator);
    }
    boolean constant = proto.getInputCount() > 0 || operator != null;
    Set<String> weights = new HashSet<>();
    Set<Integer> learned = LEARNED_INPUTS.get(node.operator());
    for (int i = 0; i < inputs.size(); i++) {
      Value input = inputs.get(i);
      if (input != null) {
        constant &= input.constant();
        if (learned == null || learned.contains(i)) {
          weights.addAll(input.weights());
        }
      }
    }
    List<Boolean> integers = new ArrayList<>();
    for (int i = 0; i < proto.getOutputCount(); i++) {
      Value value =
          i < outcome.outputs().size()
              ? outcome.outputs().get(i)
              : Value.unknown("output " + i + " of " + node.place() + " has no known shape");
      value = completed(proto.getOutput(i), value);
      integers.add(value.integer());
      if (constant || value.constant()) {
        value = value.constantOf(constant ? weights : Set.of());
      }
      if (!proto.getOutput(i).isEmpty()) {
        define("output", proto.getOutput(i), value);
      }
    }
    boolean computes = proto.getOutputList().stream().anyMatch(this::varies);
    if (computes || outcome.macs() > 0) {
      steps.add(
          new Step(
              node.place(),
              proto.getName(),
              proto.getInputList().stream().filter(this::varies).toList(),
              List.copyOf(proto.getOutputList()),
              integers,
              outcome.macs(),
              factors(node, proto, outcome),
              Set.copyOf(weights),
              VIEWS.contains(node.operator())));
    }
  }

  private static Operator.Outcome known(Node node, Operator operator) {
    try {
      return operator.apply(node);
    } catch (NotKnown e) {
      if (COUNTED.contains(node.operator())) {
        throw new IllegalArgumentException("cannot be counted: " + e.getMessage(), e);
      }
      return unknown(e.getMessage());
    }
  }

  private static final Set<String> COUNTED =
      Set.of("Conv", "ConvTranspose", "Gemm", "MatMul", "Einsum");

  private static Operator.Outcome unknown(String why) {
    return Operator.Outcome.of(Value.unknown(why));
  }

  private static List<Step.Factor> factors(Node node, NodeProto proto, Operator.Outcome outcome) {
    List<Step.Factor> factors = new ArrayList<>();
    int count = node.operator().equals("Einsum") ? node.inputs() : Math.min(2, node.inputs());
    for (int i = 0; outcome.macs() >= 0 && i < count; i++) {
      Value value = node.in(i);
      factors.add(new Step.Factor(proto.getInput(i), value.constant(), !value.weights().isEmpty()));
    }
    return factors;
  }

  private boolean varies(String name) {
    return values.containsKey(name) && !values.get(name).constant();
  }

  /** A value with the shape that the file gives, where none could be inferred. */
  private Value completed(String name, Value value) {
    ValueInfoProto info = infos.get(name);
    if (value.shape() != null || info == null) {
      return value;
    }
    boolean integer = Tensors.isInteger(info.getType().getTensorType().getElemType());
    return dimensions.inner(info).map(shape -> Value.of(shape, integer)).orElse(value);
  }

  private Value given(String what, String name, Set<String> later) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          what
              + " "
              + Texts.quoted(name)
              + (later.contains(name)
                  ? " is made only by this or a later node: the graph has a cycle or no order"
                  : " is not in the graph"));
    }
    return value;
  }

  private void define(String what, String name, Value value) {
    if (values.put(name, value) != null) {
      throw new IllegalArgumentException(
          what + " " + Texts.quoted(name) + " is in the graph twice");
    }
  }

  private static <T> T at(String place, java.util.function.Supplier<T> action) {
    try {
      return action.get();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          place + ": its numbers are more than " + Long.MAX_VALUE, e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }
}
