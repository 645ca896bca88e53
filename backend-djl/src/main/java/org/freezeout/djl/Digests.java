package org.freezeout.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * SHA-256 over the bits of parameters: every value as four bytes, the lowest first, running
 * statistics included, in the order of the blocks and of the parameters in them.
 */
final class Digests {

  private Digests() {}

  /** In hexadecimal. */
  static String sha256(List<Block> blocks) {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
    for (Block block : blocks) {
      for (Parameter parameter : block.getParameters().values()) {
        digest.update(bits(parameter.getArray()));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static ByteBuffer bits(NDArray array) {
    ByteBuffer values = array.toByteBuffer();
    if (values.order() == ByteOrder.LITTLE_ENDIAN) {
      return values;
    }
    ByteBuffer bits = ByteBuffer.allocate(values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      bits.putInt(values.getInt());
    }
    return bits.flip();
  }
}
