package org.freezeout.experiment;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the project writes and reads JSON: fields in snake_case, files replaced atomically. */
public final class Json {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addModule(new com.fasterxml.jackson.datatype.jsr310.JavaTimeModule())
          .addModule(new SimpleModule().addDeserializer(String.class, new WholeCharacters()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** For files that people write by hand: what is not understood is an error, not ignored. */
  private static final JsonMapper STRICT =
      MAPPER
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .build();

  /** The largest file that is read at once; files of many lines are read line by line. */
  static final int MAX_BYTES = 8 << 20;

  /** The most characters of a file's content that a message repeats. */
  private static final int LONGEST = 300;

  /** What breaks a line, plays with a terminal or the direction of writing. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

  private Json() {}

  /** A value as indented JSON. */
  public static String pretty(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getName(), e);
    }
  }

  /** A value as JSON on one line. */
  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass().getName(), e);
    }
  }

  /**
   * Replaces a file by a value as indented JSON: at any moment it is the old or the new one. An
   * object gets one more field, {@code sha256}, by which {@link #read} sees whether it was damaged.
   */
  public static void write(Path file, Object value) throws IOException {
    String json = pretty(value);
    byte[] bytes =
        (json.endsWith("}") ? Seal.on(json) : json + "\n").getBytes(StandardCharsets.UTF_8);
    DurableFile.replace(file, out -> out.write(bytes));
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is missing or does not hold such a value, in one line
   *     that names the file and the place
   */
  public static <T> T read(Path file, Class<T> type) throws IOException {
    return read(MAPPER, file, type, value -> true);
  }

  /**
   * Reads a file that the project wrote.
   *
   * @param unsealed whether a value may be without the field that tells of damage: older formats
   *     are
   * @throws IllegalArgumentException if it is missing, damaged or does not hold such a value, in
   *     one line that names the file and the place
   */
  static <T> T readSealed(Path file, Class<T> type, Predicate<T> unsealed) throws IOException {
    return read(MAPPER, file, type, unsealed);
  }

  /**
   * Reads a file that people write by hand: unknown and doubled fields, and text or fractions in
   * place of whole numbers, are refused.
   *
   * @throws IllegalArgumentException if it is missing or does not hold such a value, in one line
   *     that names the file, the place and the field
   */
  public static <T> T readStrict(Path file, Class<T> type) throws IOException {
    return read(STRICT, file, type, value -> true);
  }

  private static <T> T read(JsonMapper mapper, Path file, Class<T> type, Predicate<T> unsealed)
      throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(file + " is a folder, not a file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException(file + " is larger than " + MAX_BYTES + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (Seal.isOn(text)) {
        if (!Seal.isGood(text)) {
          throw new IllegalArgumentException(file + " is damaged: its checksum is wrong");
        }
        return parse(mapper, Seal.removed(text), type, file, 1);
      }
      T value = parse(mapper, text, type, file, 1);
      if (!unsealed.test(value)) {
        throw new IllegalArgumentException(file + " is damaged: its checksum is missing");
      }
      return value;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("no such file: " + file, e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8 text", e);
    }
  }

  /**
   * Reads one line of a file.
   *
   * @param line its number, from 1
   * @throws IllegalArgumentException if the text does not hold such a value, naming file and line
   */
  static <T> T parseLine(String text, Class<T> type, Path file, int line) {
    return parse(MAPPER, text, type, file, line);
  }

  private static <T> T parse(
      JsonMapper mapper, String text, Class<T> type, Path file, int firstLine) {
    try {
      T value = mapper.readValue(text, type);
      if (value == null) {
        throw new IllegalArgumentException(
            file + " at line " + firstLine + ": null is not a value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + place(e, firstLine) + ": " + reason(e), e);
    }
  }

  /** Line and column, and the way to the field, as far as they are known. */
  private static String place(JsonProcessingException e, int firstLine) {
    JsonLocation location = e.getLocation();
    String place = " at line " + firstLine;
    if (location != null && location.getLineNr() > 0) {
      int line = firstLine + location.getLineNr() - 1;
      place = " at line " + line + ", column " + location.getColumnNr();
    }
    if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
      StringBuilder path = new StringBuilder();
      for (JsonMappingException.Reference step : mapping.getPath()) {
        path.append(
            step.getFieldName() == null
                ? "[" + step.getIndex() + "]"
                : (path.isEmpty() ? "" : ".") + step.getFieldName());
      }
      place += ", " + shortened(path.toString());
    }
    return place;
  }

  private static String reason(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "unknown field; known: "
          + unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
    }
    if (e.getOriginalMessage().startsWith("Cannot map `null`")) {
      return "missing or null";
    }
    // The check of a constructor is wrapped; its own message is the clearest.
    Throwable cause = e.getCause() instanceof RuntimeException check ? check : e;
    String message = cause == e ? e.getOriginalMessage() : cause.getMessage();
    return shortened(String.valueOf(message));
  }

  /** The start of a text as one line; what a damaged file holds may be long and play tricks. */
  static String shortened(String text) {
    String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    return UNPRINTABLE.matcher(start).replaceAll(" ");
  }

  /** Texts, but for half characters, which could never be written again. */
  private static final class WholeCharacters extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1;

    private WholeCharacters() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      String text = StringDeserializer.instance.deserialize(parser, context);
      return text == null || StandardCharsets.UTF_8.newEncoder().canEncode(text)
          ? text
          : (String)
              context.handleWeirdStringValue(String.class, text, "it holds half a character");
    }
  }
}
