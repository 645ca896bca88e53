package org.freezeout.architecture;

import java.util.List;
import java.util.Map;

/** The fields of a JSON object. */
final class Fields {

  private final JsonTree object;
  private final String what;
  private final Map<?, ?> fields;

  /**
   * Checks that there is an object without unknown fields.
   *
   * @param what it describes, for messages: {@code a convolution}
   */
  Fields(JsonTree object, String what, List<String> known) {
    if (!(object.value() instanceof Map<?, ?> map)) {
      throw object.error(what + " must be an object, got " + object.shown());
    }
    this.object = object;
    this.what = what;
    this.fields = map;
    map.forEach(
        (name, value) -> {
          if (!known.contains(name)) {
            throw ((JsonTree) value)
                .error(
                    "unknown field '"
                        + Names.shortened(name.toString())
                        + "' of "
                        + what
                        + "; known: "
                        + String.join(", ", known));
          }
        });
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /**
   * A field that must be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  JsonTree get(String name) {
    if (!has(name)) {
      throw object.error(what + " must have the field '" + name + "'");
    }
    return (JsonTree) fields.get(name);
  }

  String text(String name) {
    return value(name, String.class, "a text");
  }

  int integer(String name) {
    return value(name, Integer.class, "a whole number below 2^31");
  }

  int integer(String name, int byDefault) {
    return has(name) ? integer(name) : byDefault;
  }

  double number(String name) {
    return value(name, Number.class, "a number").doubleValue();
  }

  boolean flag(String name, boolean byDefault) {
    return has(name) ? value(name, Boolean.class, "true or false") : byDefault;
  }

  /** The elements of a list. */
  List<JsonTree> list(String name) {
    List<?> values = value(name, List.class, "a list");
    return values.stream().map(JsonTree.class::cast).toList();
  }

  private <T> T value(String name, Class<T> type, String expected) {
    JsonTree tree = get(name);
    if (!type.isInstance(tree.value())) {
      throw tree.error(name + " must be " + expected + ", got " + tree.shown());
    }
    return type.cast(tree.value());
  }
}
