package org.freezeout.architecture;

import java.util.Locale;
import java.util.stream.Stream;

/** The operations of an architecture file and their fields. */
enum OperationType {
  CONVOLUTION("out_channels", "kernel", "stride", "padding", "groups", "bias"),
  DENSE("out_features", "bias"),
  BATCH_NORM(),
  ACTIVATION("function"),
  POOLING("kind", "kernel", "stride", "padding"),
  GLOBAL_AVERAGE_POOLING(),
  DROPOUT("rate"),
  RESIDUAL("body", "shortcut"),
  CONCATENATION("body");

  private final String[] fields;

  OperationType(String... fields) {
    this.fields = Stream.concat(Stream.of("type"), Stream.of(fields)).toArray(String[]::new);
  }

  /** The names of all its fields. */
  String[] fields() {
    return fields.clone();
  }

  /** The value of {@code type}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
