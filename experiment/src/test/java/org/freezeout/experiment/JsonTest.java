package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  /** A value with all kinds of fields. */
  record Sample(int wholeNumber, Double maybe, String text, RunStatus status, List<Sample> parts) {}

  private static final Sample SAMPLE =
      new Sample(1, null, "\u00fc \"\n", RunStatus.FINISHED, List.of());

  @TempDir Path temp;

  @Test
  void writesSnakeCase() {
    assertEquals(
        "{\"whole_number\":1,\"maybe\":null,\"text\":\"\u00fc \\\"\\n\",\"status\":\"finished\",\"parts\":[]}",
        Json.line(SAMPLE));
    assertEquals(1, Json.line(SAMPLE).lines().count());
    assertTrue(Json.pretty(SAMPLE).lines().count() > 1);
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Path file = temp.resolve("sample.json");
    Json.write(file, SAMPLE);
    assertEquals(SAMPLE, Json.read(file, Sample.class));
    assertEquals(SAMPLE, Json.readStrict(file, Sample.class));
    Json.write(file, new Sample(2, 0.5, null, null, null));
    assertEquals(new Sample(2, 0.5, null, null, null), Json.read(file, Sample.class));
    try (var files = Files.list(temp)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  @Test
  void keepsTheOldFileWhereItCannotWrite() throws IOException {
    Path file = Files.createDirectories(temp.resolve("sample.json/full"));
    assertThrows(IOException.class, () -> Json.write(file.getParent(), SAMPLE));
    try (var files = Files.list(temp)) {
      assertEquals(List.of(file.getParent()), files.toList());
    }
  }

  @Test
  void writesThroughNoLink() throws IOException {
    Path other = Files.writeString(temp.resolve("other"), "other");
    Path file = temp.resolve("sample.json");
    Files.createSymbolicLink(temp.resolve("sample.json.next"), other);
    Json.write(file, SAMPLE);
    assertEquals(SAMPLE, Json.read(file, Sample.class));
    assertEquals("other", Files.readString(other));
  }

  @Test
  void refusesLargeFiles() throws IOException {
    Path file = Files.writeString(temp.resolve("f"), " ".repeat(Json.MAX_BYTES + 1));
    assertEquals(
        file + " is larger than 8388608 bytes", refusal(() -> Json.read(file, Sample.class)));
  }

  @Test
  void refusesHalfCharacters() throws IOException {
    Path file = Files.writeString(temp.resolve("f"), "{\"text\": \"a\\ud800\"}");
    String refusal = refusal(() -> Json.read(file, Sample.class));
    assertTrue(refusal.startsWith(file + " at line 1, column 10, text: "), refusal);
    assertTrue(refusal.endsWith("it holds half a character"), refusal);
  }

  /** Line breaks, terminal controls and marks that turn the direction of writing. */
  @ParameterizedTest
  @ValueSource(strings = {"\\n", "\\u001b", "\\u009b", "\\u2028", "\\u202e", "\ufeff"})
  void showsNothingThatPlaysWithTheTerminal(String character) throws IOException {
    Path file =
        Files.writeString(temp.resolve("f"), "{\"whole_number\": 1, \"a" + character + "b\": 1}");
    String refusal = refusal(() -> Json.readStrict(file, Sample.class));
    assertTrue(refusal.contains(", a b: unknown field"), refusal);
    Files.writeString(file, "{\"status\": \"a" + character + "b\"}");
    String other = refusal(() -> Json.read(file, Sample.class));
    assertTrue(other.contains(", status: ") && other.contains("\"a b\""), other);
  }

  @Test
  void ignoresFieldsOfLaterVersions() throws IOException {
    Path file = Files.writeString(temp.resolve("f"), "{\"whole_number\": 3, \"more\": [1, {}]}");
    assertEquals(3, Json.read(file, Sample.class).wholeNumber());
    String message = refusal(() -> Json.readStrict(file, Sample.class));
    assertTrue(
        message.endsWith("more: unknown field; known: maybe, parts, status, text, whole_number"),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|end-of-input",
        "{|end-of-input",
        "{}|whole_number: missing or null",
        "{\"whole_number\": null}|whole_number: missing or null",
        "{\"whole_number\": 1} {}|Trailing token",
        "{\"whole_number\": 1e99}|whole_number",
        "{\"whole_number\": \"x\"}|whole_number",
        "{\"whole_number\": {}}|whole_number",
        "{\"whole_number\": 1, \"status\": \"gone\"}|status",
        "{\"whole_number\": 1, \"parts\": [{\"whole_number\": true}]}|parts[0].whole_number",
        "{\"whole_number\": 1, \"text\": \"\\x\"}|Unrecognized character escape",
        "[[[[|Cannot deserialize",
        "null|null is not a value",
      })
  void namesThePlace(String json, String message) throws IOException {
    Path file = Files.writeString(temp.resolve("sample.json"), json);
    for (String got :
        List.of(
            refusal(() -> Json.read(file, Sample.class)),
            refusal(() -> Json.readStrict(file, Sample.class)))) {
      assertTrue(got.startsWith(file + " at line 1"), got);
      assertTrue(got.contains(message), got);
    }
  }

  @Test
  void countsLinesAndColumns() throws IOException {
    Path file = Files.writeString(temp.resolve("f"), "{\n  \"whole_number\": 1,\n   oops}");
    String message = refusal(() -> Json.read(file, Sample.class));
    assertTrue(message.startsWith(file + " at line 3, column "), message);
    String line = refusal(() -> Json.parseLine("{oops}", Sample.class, file, 17));
    assertTrue(line.startsWith(file + " at line 17, column "), line);
  }

  @Test
  void strictReadingRefusesWhatIsNotMeantSo() throws IOException {
    for (String json :
        List.of(
            "{\"whole_number\": 1.5}",
            "{\"whole_number\": \"1\"}",
            "{\"whole_number\": 1, \"whole_number\": 2}",
            "{\"whole_number\": 1, \"maybe\": \"2\"}")) {
      Path file = Files.writeString(temp.resolve("f"), json);
      refusal(() -> Json.readStrict(file, Sample.class));
    }
  }

  /** Nested far too deep, and a number of a million digits: refused, not a stack overflow. */
  @Test
  void refusesHostileInput() throws IOException {
    for (String json :
        List.of(
            "[".repeat(100_000),
            "{\"parts\": [".repeat(10_000),
            "{\"more\": " + "[".repeat(100_000),
            "{\"maybe\": " + "9".repeat(1_000_000) + "}")) {
      Path file = Files.writeString(temp.resolve("f"), json);
      String message = refusal(() -> Json.read(file, Sample.class));
      assertTrue(message.length() < 1000, "a message of " + message.length() + " characters");
    }
  }

  @Test
  void refusesWhatIsNoFile() throws IOException {
    assertEquals(
        "no such file: " + temp.resolve("no.json"),
        refusal(() -> Json.read(temp.resolve("no.json"), Sample.class)));
    assertEquals(temp + " is a folder, not a file", refusal(() -> Json.read(temp, Sample.class)));
    Path binary = Files.write(temp.resolve("b"), new byte[] {(byte) 0x80, 0, 1});
    assertEquals(binary + " is not UTF-8 text", refusal(() -> Json.read(binary, Sample.class)));
  }
}
