package org.freezeout.architecture;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value that knows where it stands, so that every complaint about it can say so.
 *
 * @param value a {@code Map<String, JsonTree>}, a {@code List<JsonTree>}, a String, a Number, a
 *     Boolean, or null
 * @param line where it starts, from 1
 * @param column where it starts, from 1
 */
record JsonTree(Object value, int line, int column) {

  /** Twice as deep as the deepest architecture. */
  private static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY = new JsonFactory();

  /**
   * Reads text that holds one value.
   *
   * @throws IllegalArgumentException if it does not, in one line that says where
   */
  static JsonTree parse(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return whole(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonTree whole(JsonParser parser) throws IOException {
    try {
      parser.nextToken();
      JsonTree tree = value(parser, 1);
      if (parser.nextToken() != null) {
        throw at(parser).error("nothing may follow the first value");
      }
      return tree;
    } catch (JsonProcessingException e) {
      // What is too long is refused without a place.
      JsonLocation location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
      // What follows in brackets is Jackson's own idea of the place.
      String message = e.getOriginalMessage().replaceAll("(?s) \\(start marker at .*", "");
      throw new JsonTree(null, location.getLineNr(), location.getColumnNr()).error(message);
    }
  }

  /** The fields of this object, of which only the known ones may be there. */
  Fields fields(String what, String... known) {
    return new Fields(this, what, List.of(known));
  }

  /** A complaint about a value, which says where it stands. */
  static final class Misfit extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private Misfit(String message) {
      super(message);
    }
  }

  /** A complaint about this value. */
  Misfit error(String message) {
    String place = "line " + line + ", column " + column + ": ";
    return new Misfit(place + Names.oneLine(message));
  }

  /** The value in a message, shortened. */
  String shown() {
    if (value instanceof Map) {
      return "an object";
    }
    if (value instanceof List) {
      return "a list";
    }
    String text = Names.shortened(String.valueOf(value));
    return value instanceof String ? '"' + text + '"' : text;
  }

  private static JsonTree value(JsonParser parser, int depth) throws IOException {
    JsonTree here = at(parser);
    if (depth > MAX_DEPTH) {
      throw here.error("nested deeper than " + MAX_DEPTH);
    }
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw here.error("the file is empty");
    }
    return switch (token) {
      case START_OBJECT -> here.with(object(parser, depth));
      case START_ARRAY -> here.with(list(parser, depth));
      case VALUE_STRING -> here.with(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> here.with(parser.getBooleanValue());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> here.with(parser.getNumberValue());
      default -> here;
    };
  }

  private static Map<String, JsonTree> object(JsonParser parser, int depth) throws IOException {
    Map<String, JsonTree> fields = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonTree before = at(parser);
      parser.nextToken();
      if (fields.put(name, value(parser, depth + 1)) != null) {
        throw before.error("field '" + Names.shortened(name) + "' is there twice");
      }
    }
    return fields;
  }

  private static List<JsonTree> list(JsonParser parser, int depth) throws IOException {
    List<JsonTree> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser, depth + 1));
    }
    return values;
  }

  private JsonTree with(Object value) {
    return new JsonTree(value, line, column);
  }

  private static JsonTree at(JsonParser parser) {
    JsonLocation location = parser.currentTokenLocation();
    return new JsonTree(null, location.getLineNr(), Math.max(1, location.getColumnNr()));
  }
}
