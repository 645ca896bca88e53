package org.freezeout.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureJsonTest {

  private static final String CLASSIFIER =
      """
      {"name": "last", "operations": [
        {"type": "global_average_pooling"}, {"type": "dense", "out_features": 10}]}""";

  @TempDir Path folder;

  @Test
  void readsTheExampleOfTheDocumentationWithItsDefaults() throws IOException {
    ArchitectureSpec network =
        read(
            """
            {
              "format": 1,
              "name": "tiny",
              "input": "3x32x32",
              "groups": [
                {"name": "conv1", "operations": [
                  {"type": "convolution", "out_channels": 16, "kernel": 3, "padding": 1},
                  {"type": "batch_norm"},
                  {"type": "activation", "function": "relu"}]},
                {"name": "classifier", "operations": [
                  {"type": "global_average_pooling"},
                  {"type": "dense", "out_features": 10}]}
              ]
            }
            """);
    ArchitectureSpec expected =
        new ArchitectureSpec(
            "tiny",
            new FeatureShape(3, 32, 32),
            List.of(
                LayerGroup.of(
                    "conv1",
                    new Convolution(16, 3, 1, 1, 1, false),
                    new BatchNorm(),
                    Activation.relu()),
                LayerGroup.of("classifier", new GlobalAveragePooling(), new Dense(10, true))));
    assertEquals(expected, network);
  }

  @Test
  void poolingStridesByItsKernelAndAResidualAddsItsInputByDefault() throws IOException {
    ArchitectureSpec network =
        read(
            architecture(
                """
                {"type": "pooling", "kind": "max", "kernel": 2},
                {"type": "residual", "body": [{"type": "batch_norm"}]}"""));
    assertEquals(
        List.of(new Pooling(Pooling.Kind.MAX, 2, 2, 0), Residual.around(new BatchNorm())),
        network.groups().get(0).operations());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vgg-11",
        "wrn-16-4",
        "densenet-40-12",
        "densenet-bc-1000-12",
        "resnet-50",
        "mobilenet-v2"
      })
  void writesWhatItReads(String name) throws IOException {
    Path file = folder.resolve("network.json");
    ArchitectureSpec network = Catalogue.resolve(name, Optional.empty(), OptionalInt.empty());
    Files.writeString(file, "the old one");
    ArchitectureJson.write(network, file);
    assertEquals(network, ArchitectureJson.read(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void writesAReadableForm() {
    String text =
        ArchitectureWriter.write(
            new ArchitectureSpec(
                "one",
                new FeatureShape(2, 1, 1),
                List.of(LayerGroup.of("only", Residual.around(new Dropout(0.25))))));
    assertEquals(
        """
        {
          "format": 1,
          "name": "one",
          "input": "2x1x1",
          "groups": [
            {
              "name": "only",
              "operations": [
                {
                  "type": "residual",
                  "body": [
                    {
                      "type": "dropout",
                      "rate": 0.25
                    }
                  ],
                  "shortcut": []
                }
              ]
            }
          ]
        }
        """,
        text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\": \"convolution\", \"out_channels\": 8, \"kernel\": 3, \"strid\": 2}|"
            + "line 2, column 66: unknown field 'strid' of an operation 'convolution'; known: type,"
            + " out_channels, kernel, stride, padding, groups, bias",
        "{\"type\": \"convolution\", \"kernel\": 3}|"
            + "line 2, column 1: an operation 'convolution' must have the field 'out_channels'",
        "{\"type\": \"convolution\", \"out_channels\": 8, \"kernel\": \"3\"}|"
            + "line 2, column 54: kernel must be a whole number below 2^31, got \"3\"",
        "{\"type\": \"convolution\", \"out_channels\": 8, \"kernel\": 3.5}|"
            + "line 2, column 54: kernel must be a whole number below 2^31, got 3.5",
        "{\"type\": \"convolution\", \"out_channels\": 8, \"kernel\": 1e400}|"
            + "line 2, column 54: kernel must be a whole number below 2^31, got Infinity",
        "{\"type\": \"convolution\", \"out_channels\": 99999999999, \"kernel\": 3}|"
            + "line 2, column 41: out_channels must be a whole number below 2^31, got 99999999999",
        "{\"type\": \"convolution\", \"out_channels\": 8, \"kernel\": 0}|"
            + "line 2, column 1: kernel must lie in [1, 65535], got 0",
        "{\"type\": \"convolution\", \"out_channels\": 8, \"kernel\": 3, \"bias\": 1}|"
            + "line 2, column 65: bias must be true or false, got 1",
        "{\"type\": \"convolution\", \"out_channels\": 8, \"kernel\": 3, \"stride\": null}|"
            + "line 2, column 67: stride must be a whole number below 2^31, got null",
        "{\"type\": \"dropout\", \"rate\": 1}|"
            + "line 2, column 1: dropout rate must lie in [0, 1), got 1.0",
        "{\"type\": \"activation\", \"function\": \"gelu\"}|"
            + "line 2, column 36: function must be one of relu, relu6, softplus, got \"gelu\"",
        "{\"type\": \"conv\"}|"
            + "line 2, column 10: unknown operation \"conv\"; known: convolution, dense, batch_norm,"
            + " activation, pooling, global_average_pooling, dropout, residual, concatenation",
        "{\"kernel\": 1}|"
            + "line 2, column 1: an operation must have a text as 'type', one of convolution,"
            + " dense, batch_norm, activation, pooling, global_average_pooling, dropout, residual,"
            + " concatenation",
        "7|line 2, column 1: an operation must be an object, got 7",
        "{\"type\": \"residual\", \"body\": []}|"
            + "line 2, column 1: body must hold at least one operation",
        "{\"type\": \"residual\", \"body\": {}}|"
            + "line 2, column 30: body must be a list, got an object",
        "{\"type\": \"batch_norm\", \"type\": \"batch_norm\"}|"
            + "line 2, column 24: field 'type' is there twice",
        "{\"type\": \"batch_norm\"} {|"
            + "line 2, column 24: Unexpected character ('{' (code 123)): was expecting comma to"
            + " separate Array entries",
        "{\"type\": \"pooling\", \"kind\": \"max\", \"kernel\": 40}|"
            + "group 'first' operation 0 (pooling): a kernel of 40 with padding 0 does not fit into"
            + " an input of 3x32x32",
      })
  void refusesBadOperations(String operation, String message) {
    assertRefused(architecture(operation), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"format\": 2, \"name\": \"a\"}|line 1, column 12: format must be 1, got 2",
        "{\"name\": \"a\"}|line 1, column 1: an architecture must have the field 'format'",
        "[]|line 1, column 1: an architecture must be an object, got a list",
        "null|line 1, column 1: an architecture must be an object, got null",
        "{\"format\": 1, \"name\": \"a\", \"input\": \"3x32\", \"groups\": []}|"
            + "line 1, column 37: a shape is written CHANNELSxHEIGHTxWIDTH, such as 3x32x32, got"
            + " '3x32'",
        "{\"format\": 1, \"name\": \"a\", \"input\": \"3x0x32\", \"groups\": []}|"
            + "line 1, column 37: a shape must have at least 1 channel, row and column, got 3x0x32",
        "{\"format\": 1, \"name\": \"a\", \"input\": \"3x32x32\", \"groups\": []}|"
            + "layer groups must be at least 1, got 0",
        "{\"format\": 1} {}|line 1, column 15: nothing may follow the first value",
        "{\"format\": 1|line 1, column 13: Unexpected end-of-input: expected close marker for"
            + " Object",
        "{\"format\": 1, \"naem\": \"a\"}|"
            + "line 1, column 23: unknown field 'naem' of an architecture; known: format, name,"
            + " input, groups",
        "``|line 1, column 1: the file is empty",
      })
  void refusesWhatIsNoArchitecture(String text, String message) {
    assertRefused(text, message);
  }

  @Test
  void boundsNestingSizeAndNumber() throws IOException {
    assertRefused("[".repeat(100_000), "line 1, column 65: nested deeper than 64");
    String deep = "{\"type\": \"batch_norm\"}";
    for (int i = 0; i < ArchitectureSpec.MAX_DEPTH; i++) {
      deep = "{\"type\": \"residual\", \"body\": [" + deep + "]}";
    }
    assertRefused(architecture(deep), "group 'first' must nest operations at most 16 deep");
    String many = ("{\"type\": \"batch_norm\"},").repeat(10_000);
    assertRefused(
        architecture(many.substring(0, many.length() - 1)),
        "an architecture must have at most 10000 operations");
    Path large = folder.resolve("large.json");
    Files.writeString(large, " ".repeat(ArchitectureJson.MAX_BYTES + 1));
    assertEquals(
        large + " is larger than 8388608 bytes, too large for an architecture file",
        assertThrows(IllegalArgumentException.class, () -> ArchitectureJson.read(large))
            .getMessage());
  }

  @Test
  void shortensWhatItShows() {
    assertRefused(
        "{\"format\": \"" + "x".repeat(1000) + "\"}",
        "line 1, column 12: format must be a whole number below 2^31, got \""
            + "x".repeat(60)
            + "…\"");
    assertRefused(
        "{\"a\\n\\u0000b\": 1, \"a\\n\\u0000b\": 1}",
        "line 1, column 19: field 'a b' is there twice");
    assertRefused(
        "{\"" + "x".repeat(1000) + "\": 1}",
        "line 1, column 1006: unknown field '"
            + "x".repeat(60)
            + "…' of an architecture; known: format, name, input, groups");
  }

  /**
   * Controls of terminals in one byte, marks that turn the direction of writing, half characters.
   */
  @ParameterizedTest
  @ValueSource(strings = {"\\u009b", "\\u2029", "\\u202e", "\\ud800", "\ufeff"})
  void showsNothingThatPlaysWithTheTerminal(String character) {
    assertRefused(
        "{\"format\": \"a" + character + "b\"}",
        "line 1, column 12: format must be a whole number below 2^31, got \"a b\"");
  }

  @Test
  void saysWhereSomethingIsTooLong() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> read("{\"format\":\n" + "9".repeat(2000) + "}"));
    assertTrue(e.getMessage().contains(": line 2, column "), e.getMessage());
  }

  @Test
  void writesThroughNoLink() throws IOException {
    Path other = Files.writeString(folder.resolve("other"), "other");
    Files.createSymbolicLink(folder.resolve("network.json.next"), other);
    ArchitectureSpec network = read(architecture("{\"type\": \"batch_norm\"}"));
    ArchitectureJson.write(network, folder.resolve("network.json"));
    assertEquals(network, ArchitectureJson.read(folder.resolve("network.json")));
    assertEquals("other", Files.readString(other));
  }

  @Test
  void refusesFilesThatAreNone() throws IOException {
    Path missing = folder.resolve("missing.json");
    assertEquals(
        "no such file: " + missing,
        assertThrows(IllegalArgumentException.class, () -> ArchitectureJson.read(missing))
            .getMessage());
    assertEquals(
        folder + " is a folder, not an architecture file",
        assertThrows(IllegalArgumentException.class, () -> ArchitectureJson.read(folder))
            .getMessage());
    Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xff, 0});
    assertEquals(
        binary + " is not UTF-8 text",
        assertThrows(IllegalArgumentException.class, () -> ArchitectureJson.read(binary))
            .getMessage());
  }

  private static String architecture(String operations) {
    return "{\"format\": 1, \"name\": \"a\", \"input\": \"3x32x32\", \"groups\": ["
        + "{\"name\": \"first\", \"operations\": [\n"
        + operations
        + "]}, "
        + CLASSIFIER
        + "]}";
  }

  private void assertRefused(String text, String message) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> read(text));
    assertEquals(folder.resolve("network.json") + ": " + message, e.getMessage());
  }

  private ArchitectureSpec read(String text) throws IOException {
    return ArchitectureJson.read(Files.writeString(folder.resolve("network.json"), text));
  }
}
