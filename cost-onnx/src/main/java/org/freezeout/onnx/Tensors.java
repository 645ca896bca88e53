package org.freezeout.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/** Tensors that a file holds. */
final class Tensors {

  private Tensors() {}

  /**
   * What is known of a tensor: elements only where they are few.
   *
   * @param learned whether its numbers are learned if they are no whole ones
   */
  static Value value(TensorProto tensor, boolean learned) {
    Shape shape = new Shape(tensor.getDimsList());
    boolean integer = isInteger(tensor.getDataType());
    Value value = Value.of(shape, integer, data(tensor, shape.elements()));
    return value.constantOf(
        learned && !integer && shape.rank() > 0 ? Set.of(tensor.getName()) : Set.of());
  }

  /** Whether a data type holds whole numbers, truth values or texts. */
  static boolean isInteger(int type) {
    return switch (type) {
      case DataType.FLOAT_VALUE,
          DataType.FLOAT16_VALUE,
          DataType.DOUBLE_VALUE,
          DataType.BFLOAT16_VALUE,
          DataType.UNDEFINED_VALUE ->
          false;
      default -> type < DataType.FLOAT8E4M3FN_VALUE || type > DataType.FLOAT8E5M2FNUZ_VALUE;
    };
  }

  private static double[] data(TensorProto tensor, long elements) {
    if (elements > Value.MAX_DATA || tensor.getExternalDataCount() > 0) {
      return null;
    }
    double[] data = new double[(int) elements];
    boolean raw = tensor.hasRawData();
    ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int type = tensor.getDataType();
    int size = raw ? size(type) : 1;
    long count =
        switch (type) {
          case DataType.FLOAT_VALUE -> tensor.getFloatDataCount();
          case DataType.DOUBLE_VALUE -> tensor.getDoubleDataCount();
          case DataType.INT64_VALUE -> tensor.getInt64DataCount();
          case DataType.INT32_VALUE, DataType.BOOL_VALUE -> tensor.getInt32DataCount();
          default -> -1;
        };
    if (count < 0) {
      return null;
    }
    if (raw ? bytes.remaining() != elements * size : count != elements) {
      throw new IllegalArgumentException(
          "tensor "
              + Texts.quoted(tensor.getName())
              + " must hold "
              + elements
              + " elements, got "
              + (raw ? bytes.remaining() + " bytes" : count));
    }
    for (int i = 0; i < data.length; i++) {
      data[i] = raw ? element(bytes, type) : element(tensor, type, i);
    }
    return data;
  }

  private static int size(int type) {
    return switch (type) {
      case DataType.INT64_VALUE, DataType.DOUBLE_VALUE -> 8;
      case DataType.BOOL_VALUE -> 1;
      default -> 4;
    };
  }

  private static double element(ByteBuffer bytes, int type) {
    return switch (type) {
      case DataType.FLOAT_VALUE -> bytes.getFloat();
      case DataType.DOUBLE_VALUE -> bytes.getDouble();
      case DataType.INT64_VALUE -> bytes.getLong();
      case DataType.BOOL_VALUE -> bytes.get();
      default -> bytes.getInt();
    };
  }

  private static double element(TensorProto tensor, int type, int i) {
    return switch (type) {
      case DataType.FLOAT_VALUE -> tensor.getFloatData(i);
      case DataType.DOUBLE_VALUE -> tensor.getDoubleData(i);
      case DataType.INT64_VALUE -> tensor.getInt64Data(i);
      default -> tensor.getInt32Data(i);
    };
  }
}
