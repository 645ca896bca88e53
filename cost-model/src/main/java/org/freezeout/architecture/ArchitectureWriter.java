package org.freezeout.architecture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Makes JSON of an architecture; {@link ArchitectureJson} describes the form. */
final class ArchitectureWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private ArchitectureWriter(JsonGenerator json) {
    this.json = json;
  }

  /** An architecture as indented JSON. */
  static String write(ArchitectureSpec architecture) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(prettyPrinter());
      new ArchitectureWriter(json).architecture(architecture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private static DefaultPrettyPrinter prettyPrinter() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withArrayEmptySeparator("")
                .withObjectEmptySeparator(""));
    printer.indentArraysWith(indenter);
    printer.indentObjectsWith(indenter);
    return printer;
  }

  private void architecture(ArchitectureSpec architecture) throws IOException {
    json.writeStartObject();
    json.writeNumberField("format", ArchitectureJson.FORMAT);
    json.writeStringField("name", architecture.name());
    json.writeStringField("input", architecture.input().toString());
    json.writeArrayFieldStart("groups");
    for (LayerGroup group : architecture.groups()) {
      json.writeStartObject();
      json.writeStringField("name", group.name());
      operations("operations", group.operations());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void operations(String field, List<Operation> operations) throws IOException {
    json.writeArrayFieldStart(field);
    for (Operation operation : operations) {
      json.writeStartObject();
      operation(operation);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void operation(Operation operation) throws IOException {
    if (operation instanceof Convolution convolution) {
      type(OperationType.CONVOLUTION);
      json.writeNumberField("out_channels", convolution.outChannels());
      json.writeNumberField("kernel", convolution.kernel());
      json.writeNumberField("stride", convolution.stride());
      json.writeNumberField("padding", convolution.padding());
      json.writeNumberField("groups", convolution.groups());
      json.writeBooleanField("bias", convolution.bias());
    } else if (operation instanceof Dense dense) {
      type(OperationType.DENSE);
      json.writeNumberField("out_features", dense.outFeatures());
      json.writeBooleanField("bias", dense.bias());
    } else if (operation instanceof BatchNorm) {
      type(OperationType.BATCH_NORM);
    } else if (operation instanceof Activation activation) {
      type(OperationType.ACTIVATION);
      json.writeStringField("function", activation.function().toString());
    } else if (operation instanceof Pooling pooling) {
      type(OperationType.POOLING);
      json.writeStringField("kind", pooling.kind().toString());
      json.writeNumberField("kernel", pooling.kernel());
      json.writeNumberField("stride", pooling.stride());
      json.writeNumberField("padding", pooling.padding());
    } else if (operation instanceof GlobalAveragePooling) {
      type(OperationType.GLOBAL_AVERAGE_POOLING);
    } else if (operation instanceof Dropout dropout) {
      type(OperationType.DROPOUT);
      json.writeNumberField("rate", dropout.rate());
    } else if (operation instanceof Residual residual) {
      type(OperationType.RESIDUAL);
      operations("body", residual.body());
      operations("shortcut", residual.shortcut());
    } else if (operation instanceof Concatenation concatenation) {
      type(OperationType.CONCATENATION);
      operations("body", concatenation.body());
    } else {
      throw new IllegalStateException("cannot write " + operation);
    }
  }

  private void type(OperationType type) throws IOException {
    json.writeStringField("type", type.toString());
  }
}
