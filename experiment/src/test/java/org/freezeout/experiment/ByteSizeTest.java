package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1234, 1234",
    "1k, 1024",
    "512m, 536870912",
    "1.5g, 1610612736",
    "2T, 2199023255552",
    "0.0001k, 0"
  })
  void readsSizes(String text, long bytes) {
    assertEquals(bytes, ByteSize.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "g", "-1g", "1 g", "1gb", "1.5", ".5g", "1e9", "NaN", "many"})
  void refusesWhatIsNoSize(String text) {
    String message = refusal(() -> ByteSize.parse(text));
    assertTrue(message.endsWith("such as 4g, got '" + text + "'"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8388608t", "999999999999999999g"})
  void refusesWhatALongCannotHold(String text) {
    assertEquals("a size must be below 8 EiB, got " + text, refusal(() -> ByteSize.parse(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 bytes",
    "1023, 1023 bytes",
    "1024, 1.0 KiB",
    "1610612736, 1.5 GiB",
    "1048575, 1024.0 KiB",
    "9223372036854775807, 8388608.0 TiB"
  })
  void writesSizes(long bytes, String text) {
    assertEquals(text, ByteSize.text(bytes));
  }
}
