package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.freezeout.cost.NetworkCost;
import org.freezeout.cost.NetworkMemory;

/**
 * The cost of a network in an ONNX file.
 *
 * <p>Counted are {@code Conv} and {@code ConvTranspose} over any number of axes, {@code Gemm},
 * {@code MatMul} and {@code Einsum}, one multiply-accumulate as one, for the batch that the file
 * names, or for 1 where it leaves the batch open. Products of two activations, as in attention,
 * have no weights but two input gradients. Not counted are biases, normalisations, activations,
 * pooling, additions and everything else that is known to move or combine elements only.
 *
 * <p>Learned are the tensors of the file that hold fractional numbers and are used in computing the
 * outputs, scalars and running statistics of batch normalisation excepted. A tensor that is used in
 * two groups counts as learned in both.
 *
 * @param name the file's name without its extension
 * @param groups names of the layer groups, in the order of the graph
 * @param cost the counts
 * @param parameters how many numbers it learns
 * @param memory what training it takes of memory, an "image" being the batch that the file names;
 *     running statistics are left out; empty where the shape of some tensor is not known
 * @param unknownOperators operators that are not known, and so not counted, with their number
 */
public record OnnxNetwork(
    String name,
    List<String> groups,
    NetworkCost cost,
    long parameters,
    Optional<NetworkMemory> memory,
    SortedMap<String, Integer> unknownOperators) {

  /** The largest file that is read, in bytes; larger networks keep their weights outside of it. */
  public static final long MAX_FILE_SIZE = Integer.MAX_VALUE;

  private static final String EXTENSION = ".onnx";

  /** Copies the lists. */
  public OnnxNetwork {
    groups = List.copyOf(groups);
    unknownOperators = Collections.unmodifiableSortedMap(new TreeMap<>(unknownOperators));
  }

  /** Whether a file is meant to be an ONNX file, by its extension. */
  public static boolean isOnnx(String file) {
    return file.toLowerCase(java.util.Locale.ROOT).endsWith(EXTENSION);
  }

  /**
   * Reads a file. Data outside of it is never loaded.
   *
   * @throws IllegalArgumentException in one line that names the file and the place, if it is no
   *     ONNX file, too large, damaged, has no order or a cycle, a dimension has no value, shapes do
   *     not fit, groups do not follow the graph, or there is nothing to count
   */
  public static OnnxNetwork read(Path file, OnnxOptions options) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + ": there is no such file");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > MAX_FILE_SIZE) {
        throw new IllegalArgumentException(
            file + ": at most " + MAX_FILE_SIZE + " bytes are read, got " + channel.size());
      }
      // Mapped, so that the weights, which nobody looks at, take no memory.
      ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
      String fileName = file.getFileName().toString();
      String name =
          isOnnx(fileName)
              ? fileName.substring(0, fileName.length() - EXTENSION.length())
              : fileName;
      return parse(file.toString(), name, bytes, options);
    }
  }

  /** Reads the bytes of a file. */
  static OnnxNetwork parse(String file, String name, ByteBuffer bytes, OnnxOptions options) {
    try {
      CodedInputStream input = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
      input.enableAliasing(true);
      return of(name, ModelProto.parseFrom(input), options);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          file + ": is no ONNX file or damaged: " + Texts.line(e.getMessage()), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /** Counts a model. */
  static OnnxNetwork of(String name, ModelProto model, OnnxOptions options) {
    if (!model.hasGraph()) {
      throw new IllegalArgumentException("is no ONNX file: it holds no graph");
    }
    Trace trace = Trace.of(model.getGraph(), options);
    List<Step> steps = trace.steps();
    if (steps.stream().noneMatch(step -> step.macs() > 0)) {
      throw new IllegalArgumentException(
          "there is no convolution, dense layer or other product to count"
              + (trace.unknownOperators().isEmpty()
                  ? ""
                  : "; unknown operators: " + trace.unknownOperators()));
    }
    Grouping grouping = Grouping.of(steps, options);
    Set<String> weights = new TreeSet<>();
    steps.forEach(step -> weights.addAll(step.weights()));
    long parameters = weights.stream().mapToLong(trace::size).reduce(0, Math::addExact);
    return new OnnxNetwork(
        name,
        grouping.names(),
        Counting.of(steps, grouping),
        parameters,
        memory(steps, grouping, trace),
        trace.unknownOperators());
  }

  /** Empty where shapes are not known, or there are more bytes than a {@code long} can count. */
  private static Optional<NetworkMemory> memory(List<Step> steps, Grouping grouping, Trace trace) {
    if (!trace.measured()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Holding.of(steps, grouping, trace));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }
}
