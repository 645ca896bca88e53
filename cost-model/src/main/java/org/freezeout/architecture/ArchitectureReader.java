package org.freezeout.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Makes an architecture of JSON; {@link ArchitectureJson} describes the form. */
final class ArchitectureReader {

  private ArchitectureReader() {}

  /**
   * Makes an architecture.
   *
   * @throws IllegalArgumentException if the text does not describe one, in one line
   */
  static ArchitectureSpec read(String text) {
    Fields fields =
        JsonTree.parse(text).fields("an architecture", "format", "name", "input", "groups");
    int format = fields.integer("format");
    if (format != ArchitectureJson.FORMAT) {
      throw fields
          .get("format")
          .error("format must be " + ArchitectureJson.FORMAT + ", got " + format);
    }
    String name = fields.text("name");
    FeatureShape input =
        located(fields.get("input"), () -> FeatureShape.parse(fields.text("input")));
    List<LayerGroup> groups = new ArrayList<>();
    for (JsonTree tree : fields.list("groups")) {
      Fields group = tree.fields("a layer group", "name", "operations");
      List<Operation> operations = operations(group.list("operations"));
      groups.add(located(tree, () -> new LayerGroup(group.text("name"), operations)));
    }
    // Its complaints name the group and the operation; the start of the file would only mislead.
    return new ArchitectureSpec(name, input, groups);
  }

  private static List<Operation> operations(List<JsonTree> trees) {
    List<Operation> operations = new ArrayList<>();
    for (JsonTree tree : trees) {
      operations.add(operation(tree));
    }
    return operations;
  }

  private static Operation operation(JsonTree tree) {
    if (!(tree.value() instanceof Map<?, ?> map)) {
      throw tree.error("an operation must be an object, got " + tree.shown());
    }
    if (!(map.get("type") instanceof JsonTree type) || !(type.value() instanceof String name)) {
      throw tree.error("an operation must have a text as 'type', one of " + known());
    }
    OperationType operation =
        Arrays.stream(OperationType.values())
            .filter(t -> t.toString().equals(name))
            .findFirst()
            .orElseThrow(
                () -> type.error("unknown operation " + type.shown() + "; known: " + known()));
    Fields fields = tree.fields("an operation '" + operation + "'", operation.fields());
    return switch (operation) {
      case CONVOLUTION ->
          located(
              tree,
              () ->
                  new Convolution(
                      fields.integer("out_channels"),
                      fields.integer("kernel"),
                      fields.integer("stride", 1),
                      fields.integer("padding", 0),
                      fields.integer("groups", 1),
                      fields.flag("bias", false)));
      case DENSE ->
          located(tree, () -> new Dense(fields.integer("out_features"), fields.flag("bias", true)));
      case BATCH_NORM -> new BatchNorm();
      case ACTIVATION -> new Activation(choice(fields, "function", Activation.Function.values()));
      case POOLING -> pooling(tree, fields);
      case GLOBAL_AVERAGE_POOLING -> new GlobalAveragePooling();
      case DROPOUT -> located(tree, () -> new Dropout(fields.number("rate")));
      case RESIDUAL -> {
        List<Operation> body = operations(fields.list("body"));
        List<Operation> shortcut =
            fields.has("shortcut") ? operations(fields.list("shortcut")) : List.of();
        yield located(tree, () -> new Residual(body, shortcut));
      }
      case CONCATENATION -> {
        List<Operation> body = operations(fields.list("body"));
        yield located(tree, () -> new Concatenation(body));
      }
    };
  }

  private static Pooling pooling(JsonTree tree, Fields fields) {
    Pooling.Kind kind = choice(fields, "kind", Pooling.Kind.values());
    int kernel = fields.integer("kernel");
    int stride = fields.integer("stride", kernel);
    int padding = fields.integer("padding", 0);
    return located(tree, () -> new Pooling(kind, kernel, stride, padding));
  }

  private static <E extends Enum<E>> E choice(Fields fields, String field, E[] choices) {
    String name = fields.text(field);
    return Arrays.stream(choices)
        .filter(choice -> choice.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                fields
                    .get(field)
                    .error(
                        field
                            + " must be one of "
                            + Arrays.stream(choices)
                                .map(E::toString)
                                .collect(Collectors.joining(", "))
                            + ", got "
                            + fields.get(field).shown()));
  }

  /** Says where a value stands that a constructor refuses. */
  private static <T> T located(JsonTree tree, Supplier<T> value) {
    try {
      return value.get();
    } catch (JsonTree.Misfit e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw tree.error(e.getMessage());
    }
  }

  private static String known() {
    return Arrays.stream(OperationType.values())
        .map(OperationType::toString)
        .collect(Collectors.joining(", "));
  }
}
