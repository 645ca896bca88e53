package org.freezeout.onnx;

import static org.freezeout.cost.OperationCost.NOTHING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.cost.FreezePlan;
import org.freezeout.cost.GradientCost;
import org.freezeout.cost.OperationCost;
import org.freezeout.schedule.FreezeOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxNetworkTest {

  private final GraphBuilder g = new GraphBuilder();

  private static OnnxNetwork count(ModelProto model, OnnxOptions options) {
    return OnnxNetwork.of("test", model, options);
  }

  private static OnnxNetwork count(ModelProto model) {
    return count(model, OnnxOptions.DEFAULT);
  }

  private static String refused(ModelProto model, OnnxOptions options) {
    return assertThrows(IllegalArgumentException.class, () -> count(model, options)).getMessage();
  }

  private static String refused(ModelProto model) {
    return refused(model, OnnxOptions.DEFAULT);
  }

  /** The example of the README. */
  @Test
  void readsAFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("resnet18.onnx");
    Files.write(file, ConvolutionalNetworks.named("resnet18").toByteArray());
    OnnxNetwork network = OnnxNetwork.read(file, OnnxOptions.DEFAULT);
    assertEquals("resnet18", network.name());
    assertEquals(1_814_073_344, network.cost().macs());
    assertEquals("conv1", network.groups().get(0));
    assertEquals("layer1.0", network.groups().get(1));
    assertEquals("fc", network.groups().get(9));
    assertEquals(Map.of(), network.unknownOperators());
    FreezePlan plan = FreezePlan.continuous(FreezeOut.of(0.1, 0.8), network.cost().groups());
    double saving = new GradientCost().saving(network.cost(), plan);
    assertTrue(saving > 0.1 && saving < 0.3, () -> "saving " + saving);
  }

  @Test
  void gradientsOfAttentionFollowTheGraph() {
    String x = g.as(g.input("x", "batch", 16, 32), 32);
    String query = g.linear("block.0.query", x, 32);
    String key = g.linear("block.0.key", x, 32);
    String scores =
        g.simple("MatMul", query, g.node("Transpose", "", key).with("perm", 0, 2, 1).add());
    String mixed = g.as(g.simple("MatMul", g.simple("Softmax", scores), x), 32);
    String y = g.linear("block.1.out", mixed, 8);
    OnnxNetwork network = count(g.build(y));
    assertEquals(List.of("block.0", "block.1"), network.groups());
    List<OperationCost> operations = network.cost().operations();
    // Query and key see the input only; their product needs both gradients; the input is no
    // activation of a layer, so the second product needs one.
    assertEquals(
        List.of(List.of(NOTHING), List.of(NOTHING), List.of(0, 0), List.of(0, NOTHING), List.of(0)),
        operations.stream().map(OperationCost::learners).toList());
    assertEquals(
        List.of(true, true, false, false, true),
        operations.stream().map(OperationCost::learns).toList());
    assertEquals(
        List.of(16L * 32 * 32, 16L * 32 * 32, 16L * 16 * 32, 16L * 16 * 32, 16L * 32 * 8),
        operations.stream().map(OperationCost::macs).toList());
    assertEquals(2 * (32 * 32 + 32) + 32 * 8 + 8, network.parameters());
  }

  @Test
  void branchesThatDoNotSeeEachOtherDoNotPayForEachOther() {
    String x = g.input("x", "batch", 3, 8, 8);
    String left = g.convolution("stem.0", x, 4, 3, 1, 1, 1, false);
    String right = g.convolution("tower.0", x, 4, 3, 1, 1, 1, false);
    right = g.convolution("tower.1", right, 4, 3, 1, 1, 1, false);
    String both = g.concat(1, left, right);
    String y = g.convolution("head.0", both, 4, 1, 1, 0, 1, true);
    assertEquals(
        List.of(List.of(NOTHING), List.of(NOTHING), List.of(1), List.of(2)),
        count(g.build(y)).cost().operations().stream().map(OperationCost::learners).toList());
  }

  @Test
  void noGradientFlowsThroughWholeNumbersNorFromConstants() {
    String x = g.input("x", "batch", 3, 8, 8);
    String chosen =
        g.node("ArgMax", "", g.convolution("a.0", x, 4, 3, 1, 1, 1, true)).withOne("axis", 1).add();
    String embedded = g.simple("Gather", g.weight("b.0.embedding", 4, 5), chosen);
    String flat = g.as(g.simple("Reshape", embedded, g.numbers(0, -1)), 320);
    String y = g.gemm("b.0.dense", flat, 320, 2, false);
    OnnxNetwork network = count(g.build(y));
    assertEquals(List.of("a.0", "b.0"), network.groups());
    // The embedding learns in the second group; the first is out of reach.
    assertEquals(
        List.of(List.of(NOTHING), List.of(1)),
        network.cost().operations().stream().map(OperationCost::learners).toList());
  }

  @Test
  void runningStatisticsAndScalarsAreNotLearned() {
    String x = g.input("x", "batch", 3, 8, 8);
    String y = g.batchNorm("norm.0", g.convolution("conv.0", x, 4, 3, 1, 1, 1, false));
    y = g.simple("Mul", y, g.weight("scale"));
    assertEquals(4 * 3 * 9 + 2 * 4, count(g.build(y)).parameters());
  }

  @Test
  void namesUnknownOperatorsAndCountsThem() {
    String x = g.input("x", "batch", 3, 8, 8);
    String y = g.convolution("a.0", x, 4, 3, 1, 1, 1, true);
    y = g.as(g.simple("FancyNorm", y), 4);
    g.shapeOf(y, "batch", 4, 8, 8);
    y = g.convolution("b.0", y, 4, 3, 1, 1, 1, true);
    y = g.simple("FancyNorm", g.simple("LSTM", y));
    OnnxNetwork network = count(g.build(y));
    assertEquals(Map.of("FancyNorm", 2, "LSTM", 1), network.unknownOperators());
    // Gradients flow through what is not known.
    assertEquals(List.of(0), network.cost().operations().get(1).learners());
  }

  @Test
  void refusesToCountBehindAnUnknownShape() {
    String x = g.input("x", "batch", 3, 8, 8);
    String y = g.as(g.simple("FancyNorm", x), 3);
    y = g.convolution("b.0", y, 4, 3, 1, 1, 1, true);
    assertEquals(
        "Conv '/b/b.0/Conv': cannot be counted: it comes after the unknown operator FancyNorm 't0'",
        refused(g.build(y)));
  }

  @Test
  void dimensionsNeedValues() {
    String ids = g.inputOf(DataType.FLOAT_VALUE, "x", "N", "time", 16);
    ModelProto model = g.build(g.linear("a.0", g.as(ids, 16), 4));
    assertEquals(
        "dimension 'time' (axis 1 of input 'x') has no value: give it one", refused(model));
    OnnxOptions given = OnnxOptions.DEFAULT.withDimension("time", 10);
    assertEquals(10 * 16 * 4, count(model, given).cost().macs());
    assertEquals(70 * 16 * 4, count(model, given.withDimension("N", 7)).cost().macs());
    assertEquals(
        "dimension 'time' must be at least 1, got 0",
        assertThrows(
                IllegalArgumentException.class, () -> OnnxOptions.DEFAULT.withDimension("time", 0))
            .getMessage());
  }

  @Test
  void imagesFillOpenDimensions() {
    String x = g.input("x", "batch", 3, "height", "width");
    ModelProto model = g.build(g.convolution("a.0", x, 4, 3, 1, 1, 1, true));
    OnnxOptions image = OnnxOptions.DEFAULT.withImage(new FeatureShape(3, 10, 20));
    assertEquals(10 * 20 * 4 * 3 * 9, count(model, image).cost().macs());
    assertEquals(
        "input 'x' is 3x10x20 and cannot be 1x10x20",
        refused(model, OnnxOptions.DEFAULT.withImage(new FeatureShape(1, 10, 20))));
  }

  @Test
  void refusesGraphsThatAreNone() {
    assertEquals("is no ONNX file: it holds no graph", refused(ModelProto.getDefaultInstance()));
    String x = g.input("x", "batch", 3, 8, 8);
    assertEquals(
        "there is no convolution, dense layer or other product to count; unknown operators:"
            + " {Magic=1}",
        refused(g.build(g.simple("Magic", g.relu(x)))));
  }

  @Test
  void refusesMissingInputsCyclesAndNamesThatAreThereTwice() {
    assertEquals(
        "Relu 't0': input 'nowhere' is not in the graph", refused(g.build(g.relu("nowhere"))));
    GraphBuilder cycle = new GraphBuilder();
    cycle.simple("Add", cycle.input("x", 1, 3, 8, 8), "t1");
    assertEquals(
        "Add 't0': input 't1' is made only by this or a later node: the graph has a cycle or no"
            + " order",
        refused(cycle.build(cycle.relu("t0"))));
    GraphBuilder twice = new GraphBuilder();
    twice.input("x", 1, 3, 8, 8);
    twice.input("x", 1, 3, 8, 8);
    assertEquals("input 'x' is in the graph twice", refused(twice.build(twice.relu("x"))));
  }

  @Test
  void refusesAbsurdSizes() {
    String x = g.input("x", 1, 3, Integer.MAX_VALUE, Integer.MAX_VALUE);
    assertEquals(
        "input 'x': a shape of 1x3x2147483647x2147483647 is absurdly large",
        refused(g.build(g.relu(x))));
  }

  @Test
  void refusesFilesThatAreNone(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.onnx");
    assertEquals(
        missing + ": there is no such file",
        assertThrows(
                IllegalArgumentException.class,
                () -> OnnxNetwork.read(missing, OnnxOptions.DEFAULT))
            .getMessage());
    byte[] model = ConvolutionalNetworks.named("squeezenet1_1").toByteArray();
    Path cut = folder.resolve("cut.onnx");
    Files.write(cut, java.util.Arrays.copyOf(model, model.length / 2));
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> OnnxNetwork.read(cut, OnnxOptions.DEFAULT))
            .getMessage();
    assertTrue(message.startsWith(cut + ": is no ONNX file or damaged: "), message);
    Path empty = Files.createFile(folder.resolve("empty.onnx"));
    assertEquals(
        empty + ": is no ONNX file: it holds no graph",
        assertThrows(
                IllegalArgumentException.class, () -> OnnxNetwork.read(empty, OnnxOptions.DEFAULT))
            .getMessage());
  }
}
