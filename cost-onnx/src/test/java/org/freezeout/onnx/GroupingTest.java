package org.freezeout.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupingTest {

  @ParameterizedTest
  @CsvSource({
    "layer1.0.conv1.weight, layer1.0",
    "conv1.weight, conv1",
    "features.0.weight, features.0",
    "features.1.conv.0.0.weight, features.1",
    "features.3.2.block.0.weight, features.3.2",
    "features.denseblock1.denselayer12.conv2.weight, features.denseblock1.denselayer12",
    "features.transition1.conv.weight, features.transition1",
    "features.conv0.weight, features.conv0",
    "inception3a.branch2.0.conv.weight, inception3a",
    "Mixed_5b.branch3x3dbl_1.conv.weight, Mixed_5b",
    "bert.encoder.layer.3.attention.self.query.weight, bert.encoder.layer.3",
    "encoder.layers.encoder_layer_4.mlp.0.weight, encoder.layers.encoder_layer_4",
    "blocks.3.attn.qkv.weight, blocks.3",
    "transformer.h.0.mlp.c_fc.weight, transformer.h.0",
  })
  void blocksOfWeights(String weight, String block) {
    assertEquals(block, ModulePath.block(ModulePath.ofWeight(weight)));
  }

  @ParameterizedTest
  @CsvSource({
    "/layer1/layer1.0/conv1/Conv, layer1.0",
    "/features/features.0/Conv, features.0",
    "/encoder/layer.0/attention/self/query/MatMul, encoder.layer.0",
    "/pooler/dense/Gemm, pooler.dense",
  })
  void blocksOfNodes(String node, String block) {
    assertEquals(block, ModulePath.block(ModulePath.ofNode(node)));
  }

  @Test
  void namesThatTellNothingHaveNoModule() {
    assertEquals(List.of(), ModulePath.ofWeight("onnx::MatMul_12"));
    assertEquals(List.of(), ModulePath.ofWeight("W"));
    assertEquals(List.of(), ModulePath.ofNode("Conv_3"));
    assertEquals(List.of(), ModulePath.ofNode(""));
  }

  private static ModelProto chain(String... modules) {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", "batch", 4, 8, 8);
    for (String module : modules) {
      x = g.relu(g.convolution(module, x, 4, 3, 1, 1, 1, false));
    }
    return g.build(x);
  }

  private static List<String> groups(ModelProto model, String... patterns) {
    return OnnxNetwork.of("test", model, OnnxOptions.DEFAULT.withGroups(patterns)).groups();
  }

  @Test
  void blocksThatAreNotOneAfterTheOtherFallBackToOperators() {
    assertEquals(List.of("a.0", "b.0", "a.0.again"), groups(chain("a.0", "b.0", "a.0.again")));
  }

  @Test
  void oneBlockFallsBackToOperators() {
    assertEquals(List.of("a.0.x", "a.0.y"), groups(chain("a.0.x", "a.0.y")));
  }

  @Test
  void namelessOperatorsAreGroupsOfTheirOwn() {
    GraphBuilder g = new GraphBuilder();
    String x = g.input("x", "batch", 4, 8, 8);
    x = g.simple("Conv", x, g.weight("w1", 4, 4, 1, 1));
    x = g.relu(x);
    x = g.simple("Conv", x, g.weight("w2", 4, 4, 1, 1));
    assertEquals(List.of("t0", "t2"), groups(g.build(x)));
  }

  @Test
  void patternsGatherWhatTheyFind() {
    ModelProto model = chain("stem", "stage.0.conv", "stage.1.conv", "head");
    OnnxNetwork network =
        OnnxNetwork.of("test", model, OnnxOptions.DEFAULT.withGroups("stem|stage\\.0", "stage"));
    assertEquals(List.of("stem|stage\\.0", "stage"), network.groups());
    long one = 4L * 4 * 9 * 8 * 8;
    assertEquals(2 * one, network.cost().macs(0));
    // What no pattern finds stays with what is before it.
    assertEquals(2 * one, network.cost().macs(1));
  }

  @Test
  void refusesPatternsInAnotherOrder() {
    assertEquals(
        "layer groups must follow the order of the graph: Conv '/b/b.0/Conv' of group 'b' comes"
            + " after Conv '/a/a.0/Conv' of group 'a'",
        refused(chain("a.0", "b.0"), "b", "a"));
    assertEquals(
        "layer group 'c' has no convolution or dense layer in the graph",
        refused(chain("a.0", "b.0"), "a", "b", "c"));
    assertEquals(
        "layer group '(' is no regular expression: Unclosed group",
        assertThrows(IllegalArgumentException.class, () -> OnnxOptions.DEFAULT.withGroups("("))
            .getMessage());
  }

  private static String refused(ModelProto model, String... patterns) {
    return assertThrows(IllegalArgumentException.class, () -> groups(model, patterns)).getMessage();
  }
}
