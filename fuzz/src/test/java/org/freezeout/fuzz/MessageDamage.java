package org.freezeout.fuzz;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Damages protocol buffer messages: they stay well formed and make no sense. */
final class MessageDamage {

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    3,
    7,
    64,
    255,
    65_536,
    1 << 30,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 48,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** As deep as the readers of protocol buffers go, and deeper. */
  private static final int[] DEPTHS = {3, 30, 90, 110, 1000};

  private MessageDamage() {}

  /** A damaged copy. */
  static Message of(Message message, Random random) {
    Message.Builder builder = message.toBuilder();
    for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
      change(builder, random);
    }
    return builder.buildPartial();
  }

  private static void change(Message.Builder builder, Random random) {
    List<FieldDescriptor> set = new ArrayList<>(builder.getAllFields().keySet());
    List<FieldDescriptor> all = builder.getDescriptorForType().getFields();
    boolean another = set.isEmpty() || random.nextInt(6) == 0;
    List<FieldDescriptor> fields = another ? all : set;
    if (fields.isEmpty()) {
      return;
    }
    FieldDescriptor field = fields.get(random.nextInt(fields.size()));
    if (field.isRepeated()) {
      repeated(builder, field, random);
    } else if (random.nextInt(12) == 0) {
      builder.clearField(field);
    } else {
      Object value = changed(builder, field, builder.getField(field), random);
      builder.setField(field, value);
    }
  }

  private static void repeated(Message.Builder builder, FieldDescriptor field, Random random) {
    int count = builder.getRepeatedFieldCount(field);
    int at = count == 0 ? 0 : random.nextInt(count);
    List<Object> values = new ArrayList<>((List<?>) builder.getField(field));
    switch (count == 0 ? 0 : random.nextInt(12)) {
      case 0 -> values.add(changed(builder, field, null, random));
      case 1 -> values.remove(at);
      case 2 -> values.add(at, values.get(random.nextInt(count)));
      case 3 -> values.set(at, values.get(random.nextInt(count)));
      case 4 -> {
        for (int i = random.nextInt(200); i > 0; i--) {
          values.add(values.get(at));
        }
      }
      default -> values.set(at, changed(builder, field, values.get(at), random));
    }
    builder.clearField(field);
    values.forEach(value -> builder.addRepeatedField(field, value));
  }

  /** Another value for a field. */
  private static Object changed(
      Message.Builder builder, FieldDescriptor field, Object value, Random random) {
    return switch (field.getJavaType()) {
      case INT -> (int) NUMBERS[random.nextInt(NUMBERS.length)];
      case LONG -> NUMBERS[random.nextInt(NUMBERS.length)];
      case FLOAT -> List.of(0f, -1f, Float.NaN, Float.MAX_VALUE).get(random.nextInt(4));
      case DOUBLE -> List.of(0.0, -1.0, Double.NaN, Double.MAX_VALUE).get(random.nextInt(4));
      case BOOLEAN -> random.nextBoolean();
      case STRING -> text(value, random);
      case BYTE_STRING -> bytes(random);
      case ENUM -> {
        var values = field.getEnumType().getValues();
        yield values.get(random.nextInt(values.size()));
      }
      case MESSAGE -> {
        Message.Builder child = builder.newBuilderForField(field);
        if (value != null) {
          child.mergeFrom((Message) value);
        }
        change(child, random);
        yield child.buildPartial();
      }
    };
  }

  private static Object text(Object value, Random random) {
    List<String> names =
        List.of(
            "",
            "x",
            "Conv",
            "MatMul",
            "Reshape",
            "Slice",
            "Gemm",
            "Pad",
            "Tile",
            "Range",
            "ConstantOfShape",
            "Expand",
            "Concat",
            "Resize",
            "Einsum",
            "Loop",
            "If",
            "Constant");
    return random.nextBoolean()
        ? names.get(random.nextInt(names.size()))
        : Hostile.text(random).replaceAll("\\p{Cs}", "?");
  }

  private static ByteString bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(64)];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }
}
