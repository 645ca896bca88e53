package org.freezeout.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void percentagesHaveOneDecimal() {
    assertEquals("12.3\u00a0%", Words.percent(0.1234));
    assertEquals("\u22120.5\u00a0%", Words.percent(-0.005));
    assertEquals("12.30\u00a0%", Words.percentValue(12.3));
    assertEquals("\u22121.0 to 2.0\u00a0%", Words.interval(-0.01, 0.02));
  }

  @Test
  void aValueThatIsNotKnownIsNoNumber() {
    assertEquals("–", Words.percent(null));
    assertEquals("–", Words.percent(Double.NaN));
    assertEquals("–", Words.percentValue(null));
    assertEquals("–", Words.interval(0.1, null));
    assertEquals("–", Words.points(null));
    assertEquals("–", Words.pointsValue(Double.POSITIVE_INFINITY));
    assertEquals("–", Words.duration(Double.NaN));
  }

  @Test
  void differencesHaveASign() {
    assertEquals("+4.0", Words.points(0.04));
    assertEquals("\u22120.1", Words.points(-0.001));
    assertEquals("0.0", Words.points(-0.0001));
    assertEquals("0.0", Words.points(0.0001));
    assertEquals("+0.25", Words.pointsValue(0.25));
  }

  @Test
  void durationsUseTheUnitThatFits() {
    assertEquals("0.00\u00a0s", Words.duration(0));
    assertEquals("9.50\u00a0s", Words.duration(9.5));
    assertEquals("59.9\u00a0s", Words.duration(59.94));
    assertEquals("1\u00a0min 0\u00a0s", Words.duration(59.96));
    assertEquals("59\u00a0min 59\u00a0s", Words.duration(3599.4));
    assertEquals("1\u00a0h 0\u00a0min", Words.duration(3599.6));
    assertEquals("2\u00a0h 5\u00a0min", Words.duration(7500));
  }

  @Test
  void numbersHaveNoNeedlessZeros() {
    assertEquals("0.8", Words.number(0.8));
    assertEquals("1", Words.number(1));
    assertEquals("0.0001", Words.number(1e-4));
    assertEquals("100", Words.number(100));
    assertEquals("10,000", Words.count(10000));
  }

  @Test
  void datesAreUtc() {
    assertEquals("2026-03-01 23:05 UTC", Words.date(Instant.parse("2026-03-01T23:05:59Z")));
  }
}
