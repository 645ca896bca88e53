package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrayBitsIT {

  /** Numbers that arithmetic is known to lose, each also where vectors of 4, 8 and 16 end. */
  private static float[] numbers() {
    float[] special = {
      -0f,
      0,
      Float.MIN_VALUE,
      -Float.MIN_NORMAL / 2,
      Float.MIN_NORMAL,
      Float.MAX_VALUE,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      0.1f
    };
    float[] numbers = new float[67];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = special[i % special.length];
    }
    return numbers;
  }

  @ParameterizedTest
  @EnumSource
  void everyBitIsRestoredIntoTheSameMemory(DjlEngine engine) throws IOException {
    TinyExperiment.assumeReady(engine);
    try (NDManager manager = engine.load().newBaseManager(Device.cpu())) {
      engine.enterThread();
      NDArray original = manager.create(numbers());
      var bytes = new ByteArrayOutputStream();
      ArrayBits.write(original, new DataOutputStream(bytes));
      NDArray array = manager.ones(original.getShape());
      array.setRequiresGradient(true);
      NDArray alias = array.stopGradient();
      ArrayBits.readInto(array, stream(bytes));
      for (NDArray restored : new NDArray[] {array, alias}) {
        float[] actual = restored.toFloatArray();
        for (int i = 0; i < actual.length; i++) {
          assertEquals(
              Float.floatToRawIntBits(numbers()[i]), Float.floatToRawIntBits(actual[i]), "at " + i);
        }
      }
      assertArrayEquals(numbers(), original.toFloatArray());
      assertThrows(
          IllegalArgumentException.class,
          () -> ArrayBits.readInto(manager.ones(new Shape(3)), stream(bytes)));
    }
  }

  private static DataInputStream stream(ByteArrayOutputStream bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
  }
}
