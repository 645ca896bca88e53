package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bits of arrays of 32-bit floating-point numbers in a stream: how many numbers, then each as
 * four bytes, the lowest first.
 */
final class ArrayBits {

  /** DJL's name of the engine. */
  private static final String MXNET = "MXNet";

  private ArrayBits() {}

  static void write(NDArray array, DataOutput out) throws IOException {
    byte[] bits = bits(array);
    out.writeInt(bits.length / Float.BYTES);
    out.write(bits);
  }

  /**
   * Overwrites an array, whose memory stays where it is: others share it.
   *
   * @param array of finite numbers
   * @throws IllegalArgumentException if the stream has another number of them, or numbers that the
   *     engine does not keep as they are
   */
  static void readInto(NDArray array, DataInput in) throws IOException {
    int size = in.readInt();
    if (size != array.size()) {
      throw new IllegalArgumentException(
          "the state is of another network: an array has "
              + size
              + " numbers instead of "
              + array.size());
    }
    byte[] bits = new byte[Math.multiplyExact(size, Float.BYTES)];
    in.readFully(bits);
    ByteBuffer values = ByteBuffer.allocateDirect(bits.length).order(ByteOrder.nativeOrder());
    values
        .asFloatBuffer()
        .put(ByteBuffer.wrap(bits).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
    overwrite(array, values);
    byte[] restored = bits(array);
    int differs = Arrays.mismatch(bits, restored);
    if (differs >= 0) {
      int wrong = differs / Float.BYTES * Float.BYTES;
      throw new IllegalArgumentException(
          "the engine does not restore an array bit for bit: "
              + number(restored, wrong)
              + " instead of "
              + number(bits, wrong));
    }
  }

  private static void overwrite(NDArray array, ByteBuffer values) {
    NDManager manager = array.getManager();
    if (manager.getEngine().getEngineName().equals(MXNET)) {
      array.set(values); // into the same memory
      return;
    }
    try (NDManager scope = manager.newSubManager()) {
      NDArray memory = array.stopGradient();
      memory.attach(scope);
      NDArray wanted = scope.create(values, array.getShape(), DataType.FLOAT32);
      // To set an array of PyTorch puts another memory in its place. Adding to 0 would make 0 of
      // -0, adding to -0 gives what is added.
      memory.subi(memory).negi().addi(wanted);
    }
  }

  private static float number(byte[] bits, int at) {
    return ByteBuffer.wrap(bits).order(ByteOrder.LITTLE_ENDIAN).getFloat(at);
  }

  private static byte[] bits(NDArray array) {
    ByteBuffer values = array.toByteBuffer();
    ByteBuffer bits = ByteBuffer.allocate(values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    bits.asFloatBuffer().put(values.asFloatBuffer());
    return bits.array();
  }
}
