package org.freezeout.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxFilesTest {

  @TempDir private Path folder;
  private Path file;

  /** Two dense layers over 16 features of each moment, and an operator that nobody knows. */
  @BeforeEach
  void write() throws IOException {
    file = folder.resolve("tiny.onnx");
    TensorShapeProto shape =
        TensorShapeProto.newBuilder()
            .addDim(Dimension.newBuilder().setDimParam("batch"))
            .addDim(Dimension.newBuilder().setDimParam("time"))
            .addDim(Dimension.newBuilder().setDimValue(16))
            .build();
    GraphProto graph =
        GraphProto.newBuilder()
            .addInput(
                ValueInfoProto.newBuilder()
                    .setName("x")
                    .setType(
                        TypeProto.newBuilder()
                            .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape))))
            .addInitializer(weight("a.0.weight", 16, 8))
            .addInitializer(weight("b.0.weight", 8, 4))
            .addNode(node("MatMul", "h", "x", "a.0.weight"))
            .addNode(node("MatMul", "y", "h", "b.0.weight"))
            .addNode(node("Oracle", "z", "y"))
            .build();
    Files.write(file, ModelProto.newBuilder().setGraph(graph).build().toByteArray());
  }

  private static TensorProto weight(String name, int in, int out) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(1)
        .addDims(in)
        .addDims(out)
        .addAllFloatData(Collections.nCopies(in * out, 0f))
        .build();
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output)
        .build();
  }

  private Captured run(String command, String options) {
    return Captured.line(command + " --arch " + file + " " + options);
  }

  @Test
  void predictsAndSaysWhatItDoesNotCount() {
    Captured predicted =
        run("predict", "--dim time=10 --strategy linear --t0 0.5 --cost gradient --format json");
    assertEquals(0, predicted.exitCode(), predicted.err());
    JsonNode row = predicted.json().get(0);
    assertEquals("tiny", row.get("arch").asText());
    long first = 10 * 16 * 8;
    long second = 10 * 8 * 4;
    assertEquals(first + second, row.get("macs").asLong());
    // Two passes of the first layer, its weight gradient and the second's input gradient for half
    // of training; three of the second otherwise.
    double whole = 2 * first + 3 * second;
    assertEquals(0.5 * (first + second) / whole, row.get("saving").asDouble(), 1e-12);
    assertEquals(
        "freezeout: warning: operators of "
            + file
            + " that are not known are not counted: Oracle"
            + " (1)\n",
        predicted.err());
  }

  @Test
  void solvesAndSchedules() {
    Captured solved = run("solve", "--dim time=10 --saving 0.1 --strategy linear --format json");
    assertEquals(0, solved.exitCode(), solved.err());
    assertEquals(0.1, solved.json().get(0).get("saving").asDouble(), 1e-9);
    Captured scheduled = run("schedule", "--dim time=10 --format json");
    assertEquals(2, scheduled.json().get("layers").size());
    Captured grouped = run("schedule", "--dim time=10 --groups a|b --format json");
    assertEquals(1, grouped.json().get("layers").size());
  }

  @Test
  void refusesInOneLine() {
    refused(run("predict", ""), "dimension 'time' (axis 1 of input 'x') has no value");
    refused(run("predict", "--dim time=0"), "dimension 'time' must be at least 1, got 0");
    refused(run("predict", "--dim time=9 --groups b,a"), "order of the graph");
    refused(run("predict", "--dim time=9 --cost authors"), "'authors'");
    refused(run("predict", "--dim time=9 --classes 4"), "--classes");
    refused(run("predict", "--dim time=9 --cache --epochs 2 --steps-per-epoch 2"), "--cache");
    refused(run("predict", "--dim time=9 --memory"), "--memory needs the shape of every tensor");
    refused(run("solve", "--dim time=9 --saving 0.1 --cache --epochs 2"), "--cache");
    refused(run("train", "--engine simulated --out " + folder.resolve("out")), "not trained");
    refused(run("compare", "--engine simulated --out " + folder.resolve("out")), "not trained");
    refused(Captured.line("predict --arch wrn-16-4 --dim time=9"), "--dim");
    refused(Captured.line("predict --arch " + folder.resolve("none.onnx")), "no such file");
  }

  private static void refused(Captured captured, String says) {
    assertEquals(2, captured.exitCode(), captured.err());
    assertEquals("", captured.out());
    // One line beside the warning that the file deserves.
    long lines = captured.err().lines().filter(line -> !line.contains(": warning: ")).count();
    assertEquals(1, lines, captured.err());
    assertTrue(captured.err().contains(says), captured.err());
  }
}
