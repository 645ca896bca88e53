package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;

/** Transformers with the reshaping of PyTorch's exporter: shapes are computed in the graph. */
final class Transformers {

  private final GraphBuilder g = new GraphBuilder();
  private String x;

  private Transformers() {}

  /** ViT-B/16 as torchvision's {@code vit_b_16}. */
  static ModelProto vitB16() {
    Transformers network = new Transformers();
    network.vit();
    return network.g.build(network.x);
  }

  /** BERT-base, uncased, with the pooler and without a head, as transformers' BertModel. */
  static ModelProto bertBase() {
    Transformers network = new Transformers();
    network.bert();
    return network.g.build(network.x);
  }

  private void vit() {
    String image = g.input("input", "batch", 3, 224, 224);
    x = g.convolution("conv_proj", image, 768, 16, 16, 0, 1, true);
    String batch = dimension(image, 0);
    x = g.simple("Reshape", x, g.concat(0, batch, g.numbers(768), g.numbers(-1)));
    x = g.node("Transpose", "", x).with("perm", 0, 2, 1).add();
    String token =
        g.simple(
            "Expand",
            g.weight("class_token", 1, 1, 768),
            g.concat(0, batch, g.numbers(1), g.numbers(1)));
    x = g.as(g.concat(1, token, x), 768);
    x = g.simple("Add", x, g.weight("encoder.pos_embedding", 1, 197, 768));
    for (int i = 0; i < 12; i++) {
      String layer = "encoder.layers.encoder_layer_" + i;
      String before = x;
      x = g.layerNorm(layer + ".ln_1", x);
      String attention = layer + ".self_attention";
      String all = g.linear(attention + ".in_proj", x, 3 * 768);
      String[] parts = new String[3];
      String reshaped = g.simple("Reshape", all, g.numbers(0, 0, 3, 768));
      for (int part = 0; part < 3; part++) {
        parts[part] = g.node("Gather", "", reshaped, g.number(part)).withOne("axis", 2).add();
      }
      attend(attention, parts[0], parts[1], parts[2]);
      x = g.simple("Add", before, g.linear(attention + ".out_proj", x, 768));
      String residual = x;
      x = g.layerNorm(layer + ".ln_2", x);
      x = g.simple("Gelu", g.linear(layer + ".mlp.0", x, 3072));
      x = g.simple("Add", residual, g.linear(layer + ".mlp.3", x, 768));
    }
    x = g.layerNorm("encoder.ln", x);
    x = g.node("Gather", "", x, g.number(0)).withOne("axis", 1).add();
    x = g.gemm("heads.head", x, 768, 1000, true);
  }

  private void bert() {
    String ids = g.inputOf(DataType.INT64_VALUE, "input_ids", "batch_size", "sequence");
    String types = g.inputOf(DataType.INT64_VALUE, "token_type_ids", "batch_size", "sequence");
    String words =
        g.simple("Gather", g.weight("embeddings.word_embeddings.weight", 30522, 768), ids);
    String kinds =
        g.simple("Gather", g.weight("embeddings.token_type_embeddings.weight", 2, 768), types);
    String positions =
        g.simple(
            "Slice",
            g.weight("embeddings.position_embeddings.weight", 512, 768),
            g.numbers(0),
            dimension(ids, 1),
            g.numbers(0));
    x = g.as(g.simple("Add", g.simple("Add", words, kinds), positions), 768);
    x = g.layerNorm("embeddings.LayerNorm", x);
    for (int i = 0; i < 12; i++) {
      String layer = "encoder.layer." + i;
      String before = x;
      String attention = layer + ".attention";
      attend(
          attention + ".self",
          g.linear(attention + ".self.query", x, 768),
          g.linear(attention + ".self.key", x, 768),
          g.linear(attention + ".self.value", x, 768));
      x = g.simple("Add", g.linear(attention + ".output.dense", x, 768), before);
      x = g.layerNorm(attention + ".output.LayerNorm", x);
      String residual = x;
      x = g.linear(layer + ".intermediate.dense", x, 3072);
      // GELU as older exporters write it.
      String half = g.simple("Mul", x, g.simple("Erf", x));
      x = g.as(g.simple("Add", x, half), 3072);
      x = g.simple("Add", g.linear(layer + ".output.dense", x, 768), residual);
      x = g.layerNorm(layer + ".output.LayerNorm", x);
    }
    x = g.node("Gather", "", x, g.number(0)).withOne("axis", 1).add();
    x = g.simple("Tanh", g.gemm("pooler.dense", x, 768, 768, true));
  }

  /** Twelve heads: the softmax of query times key, times value. */
  private void attend(String module, String query, String key, String value) {
    String scope = module.replace('.', '/');
    String q = heads(query, 0, 2, 1, 3);
    String k = heads(key, 0, 2, 3, 1);
    String v = heads(value, 0, 2, 1, 3);
    String scores = g.node("MatMul", scope, q, k).add();
    String weighted = g.node("MatMul", scope, g.simple("Softmax", scores), v).add();
    String joined = g.node("Transpose", "", weighted).with("perm", 0, 2, 1, 3).add();
    String shape = g.concat(0, dimension(joined, 0), dimension(joined, 1), g.numbers(768));
    x = g.as(g.simple("Reshape", joined, shape), 768);
  }

  private String heads(String tensor, long... order) {
    String shape =
        g.concat(0, dimension(tensor, 0), dimension(tensor, 1), g.numbers(12), g.numbers(64));
    return g.node("Transpose", "", g.simple("Reshape", tensor, shape)).with("perm", order).add();
  }

  /** Shape, Gather, Unsqueeze: how PyTorch writes {@code x.size(axis)}. */
  private String dimension(String tensor, int axis) {
    String size =
        g.node("Gather", "", g.simple("Shape", tensor), g.number(axis)).withOne("axis", 0).add();
    return g.simple("Unsqueeze", size, g.numbers(0));
  }
}
