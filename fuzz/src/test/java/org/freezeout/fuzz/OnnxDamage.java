package org.freezeout.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.util.List;
import java.util.Random;

/** Damages ONNX files: their messages or their bytes. */
public final class OnnxDamage {

  private static final List<ModelProto> INTACT =
      List.of(OnnxModels.convolutional(), OnnxModels.attention());

  private OnnxDamage() {}

  /** A damaged file. */
  public static byte[] of(Random random) {
    ModelProto model = INTACT.get(random.nextInt(INTACT.size()));
    if (random.nextInt(3) == 0) {
      ModelProto other = INTACT.get(random.nextInt(INTACT.size()));
      return Damage.of(model.toByteArray(), other.toByteArray(), random);
    }
    return MessageDamage.of(model, random).toByteArray();
  }
}
