package org.freezeout.onnx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever is in a file: it is counted, or refused in one line. */
class DamagedFilesTest {

  private static final byte[][] FILES = {
    ConvolutionalNetworks.named("squeezenet1_1").toByteArray(), small().toByteArray()
  };

  /** Many kinds of nodes in few bytes. */
  private static ModelProto small() {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", "batch", 4, 8, 8);
    x = g.batchNorm("a.0.norm", g.convolution("a.0.conv", x, 4, 3, 2, 1, 2, true));
    x = g.maxPool(g.relu(x), 2, 2, 0);
    String size = g.node("Gather", "", g.simple("Shape", x), g.number(0)).withOne("axis", 0).add();
    String shape = g.concat(0, g.simple("Unsqueeze", size, g.numbers(0)), g.numbers(-1));
    x = g.as(g.simple("Reshape", x, shape), 16);
    x = g.linear("b.0.dense", x, 8);
    String heads = g.simple("Reshape", x, g.numbers(0, 2, 4));
    String turned = g.node("Transpose", "", heads).with("perm", 0, 2, 1).add();
    x = g.simple("MatMul", g.simple("Softmax", g.simple("MatMul", heads, turned)), heads);
    x = g.node("Slice", "", x, g.numbers(0), g.numbers(1), g.numbers(1)).add();
    x = g.simple("ReduceMean", g.simple("Split", x));
    return g.build(x);
  }

  @Property(tries = 600)
  void damagedBytes(
      @ForAll @IntRange(max = 1) int file,
      @ForAll @IntRange(min = 1, max = 6) int changes,
      @ForAll long seed) {
    byte[] bytes = FILES[file].clone();
    Random random = new Random(seed);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    countOrRefuse(bytes);
  }

  @Property(tries = 200)
  void cutFiles(@ForAll @IntRange(max = 1) int file, @ForAll long seed) {
    int length = new Random(seed).nextInt(FILES[file].length);
    countOrRefuse(Arrays.copyOf(FILES[file], length));
  }

  /** Graphs that are well formed and make no sense. */
  @Property(tries = 400)
  void shuffledGraphs(@ForAll long seed) throws Exception {
    ModelProto model = ModelProto.parseFrom(FILES[1]);
    GraphProto.Builder graph = model.getGraph().toBuilder();
    Random random = new Random(seed);
    List<String> operators = new ArrayList<>(Operator.ALL.keySet());
    Collections.sort(operators);
    for (int i = 0; i < 3; i++) {
      NodeProto.Builder node = graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
      switch (random.nextInt(4)) {
        case 0 -> node.setOpType(operators.get(random.nextInt(operators.size())));
        case 1 -> node.clearAttribute();
        case 2 -> {
          if (node.getInputCount() > 0) {
            String any =
                graph.getInitializer(random.nextInt(graph.getInitializerCount())).getName();
            node.setInput(random.nextInt(node.getInputCount()), any);
          }
        }
        default -> node.clearInput();
      }
    }
    countOrRefuse(model.toBuilder().setGraph(graph).build().toByteArray());
  }

  private static void countOrRefuse(byte[] bytes) {
    try {
      OnnxNetwork network =
          OnnxNetwork.parse("f.onnx", "f", ByteBuffer.wrap(bytes), OnnxOptions.DEFAULT);
      assertTrue(network.cost().macs() > 0);
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().startsWith("f.onnx: "), e.getMessage());
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
      assertTrue(e.getMessage().length() < 600, e.getMessage());
    }
  }
}
