package org.freezeout.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damages the bytes of a file, whatever they mean. */
public final class Damage {

  private static final byte[][] NASTY = {
    {0},
    {(byte) 0xff},
    {0x7f},
    {(byte) 0x80},
    {0, 0, 0, 0},
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
    {0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff},
    {(byte) 0x80, 0, 0, 0},
    {(byte) 0xc0, (byte) 0x80}, // NUL in too many bytes
    {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // half a surrogate pair in UTF-8
    {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, // a byte order mark
    {(byte) 0xfe, (byte) 0xff},
    {0x1f, (byte) 0x8b},
    {'\r', '\n'},
    {0x1b, '[', '2', 'J'},
    {'.', '.', '/'},
    {'{'},
    {'['},
    {'"'},
    {'\\'},
    {','}
  };

  private Damage() {}

  /**
   * A damaged copy.
   *
   * @param content of an intact file
   * @param other content of another one, of which parts may be taken
   */
  public static byte[] of(byte[] content, byte[] other, Random random) {
    switch (random.nextInt(20)) {
      case 0:
        return new byte[0];
      case 1:
        return random(random);
      case 2:
        return other.clone();
      default:
        byte[] damaged = content;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
          damaged = once(damaged, other, random);
        }
        return damaged;
    }
  }

  /** Bytes that mean nothing, or characters that mean nothing. */
  private static byte[] random(Random random) {
    byte[] bytes = new byte[random.nextInt(random.nextInt(5) == 0 ? 20_000 : 200)];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (' ' + (bytes[i] & 0xff) % 95);
      }
    }
    return bytes;
  }

  private static byte[] once(byte[] content, byte[] other, Random random) {
    if (content.length == 0) {
      return content;
    }
    // Headers are at the start.
    int at = random.nextInt(random.nextBoolean() ? content.length : Math.min(content.length, 64));
    byte[] nasty = NASTY[random.nextInt(NASTY.length)];
    switch (random.nextInt(9)) {
      case 0: // truncated
        return Arrays.copyOf(content, random.nextInt(content.length));
      case 1: // a bit
        byte[] flipped = content.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
      case 2: // a byte
        byte[] set = content.clone();
        set[at] = (byte) random.nextInt(256);
        return set;
      case 3: // overwritten
        return join(content, at, nasty, Math.min(content.length, at + nasty.length), content);
      case 4: // inserted
        return join(content, at, nasty, at, content);
      case 5: // a part is missing
        int end = Math.min(content.length, at + 1 + random.nextInt(64));
        return join(content, at, new byte[0], end, content);
      case 6: // a part is there twice
        return join(content, content.length - random.nextInt(content.length), nasty, at, content);
      case 7: // goes on as another file
        return other.length == 0
            ? content
            : join(content, at, new byte[0], random.nextInt(other.length), other);
      default: // a number
        byte[] number = content.clone();
        if (at + 4 <= number.length) {
          ByteBuffer.wrap(number).putInt(at, random.nextBoolean() ? random.nextInt() : 1 << 30);
        }
        return number;
    }
  }

  private static byte[] join(byte[] start, int length, byte[] middle, int from, byte[] end) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(start, 0, length);
    all.writeBytes(middle);
    all.write(end, from, end.length - from);
    return all.toByteArray();
  }

  /** A text as bytes; half a surrogate pair becomes the three bytes that UTF-8 does not know. */
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
