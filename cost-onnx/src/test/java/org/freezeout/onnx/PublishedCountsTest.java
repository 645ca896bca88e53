package org.freezeout.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Counts of well-known networks against those that others published; the file has the sources. */
class PublishedCountsTest {

  @ParameterizedTest
  @CsvFileSource(resources = "published-counts.csv", numLinesToSkip = 1)
  void counts(String name, long macs, double tolerance, long parameters, int groups, String last) {
    ModelProto model =
        switch (name) {
          case "vit_b_16" -> Transformers.vitB16();
          case "bert-base" -> Transformers.bertBase();
          default -> ConvolutionalNetworks.named(name);
        };
    OnnxOptions options =
        name.equals("bert-base")
            ? OnnxOptions.DEFAULT.withDimension("sequence", 128)
            : OnnxOptions.DEFAULT;
    OnnxNetwork network = OnnxNetwork.of(name, model, options);
    assertEquals(macs, network.cost().macs(), tolerance);
    assertEquals(parameters, network.parameters());
    assertEquals(groups, network.groups().size(), () -> network.groups().toString());
    assertEquals(last, network.groups().get(groups - 1));
    assertEquals(Map.of(), network.unknownOperators());
  }
}
