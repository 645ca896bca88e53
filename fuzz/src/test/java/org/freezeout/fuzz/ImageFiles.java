package org.freezeout.fuzz;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;

/** Image files, intact, damaged and hostile. */
final class ImageFiles {

  private static final int[] SIZES = {
    0, 1, 7, 8, 9, 64, 255, 1000, 4000, 16_000, 16_384, 65_535, 1 << 20, Integer.MAX_VALUE, -1
  };

  private static final List<String> CHUNKS =
      List.of(
          "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "zTXt", "iTXt", "tEXt", "iCCP", "gAMA", "cHRM",
          "sBIT", "bKGD", "hIST", "pHYs", "tIME", "sPLT", "sRGB", "xXxX");

  /** 48 MiB of zeros in 48 KiB. */
  private static final byte[] BOMB = deflated(new byte[48 << 20]);

  private ImageFiles() {}

  private record Chunk(String type, byte[] data) {}

  /** A PNG image of the JDK's writer. */
  static byte[] png(int type) {
    return written("png", type);
  }

  /** A JPEG image of the JDK's writer. */
  static byte[] jpeg(int type) {
    return written("jpg", type);
  }

  private static byte[] written(String format, int type) {
    BufferedImage image = new BufferedImage(12, 10, type);
    for (int y = 0; y < 10; y++) {
      for (int x = 0; x < 12; x++) {
        image.setRGB(x, y, x * 20 << 16 | y * 20 << 8 | x * y);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A PNG file in which every checksum is right and something else is not. */
  static byte[] hostilePng(Random random) {
    int colour = List.of(0, 2, 3, 4, 6, 3, random.nextInt(256)).get(random.nextInt(7));
    int depth = List.of(1, 2, 4, 8, 16, 8, 8, random.nextInt(256)).get(random.nextInt(8));
    boolean usual = random.nextInt(3) > 0;
    int width = usual ? 12 : SIZES[random.nextInt(SIZES.length)];
    int height = usual ? 10 : SIZES[random.nextInt(SIZES.length)];
    List<Chunk> chunks = new ArrayList<>();
    chunks.add(new Chunk("IHDR", header(width, height, depth, colour, random)));
    if (colour == 3 || random.nextInt(8) == 0) {
      chunks.add(new Chunk("PLTE", bytes(random, 3 * random.nextInt(258))));
    }
    byte[] rows = new byte[10 * (1 + 12 * 8)];
    byte[] data = random.nextInt(10) == 0 ? BOMB : deflated(rows);
    chunks.add(new Chunk("IDAT", data));
    chunks.add(new Chunk("IEND", new byte[0]));
    for (int extra = random.nextInt(3); extra > 0; extra--) {
      String type = CHUNKS.get(random.nextInt(CHUNKS.size()));
      chunks.add(1 + random.nextInt(chunks.size() - 1), new Chunk(type, content(type, random)));
    }
    if (random.nextInt(6) == 0) {
      Collections.swap(chunks, random.nextInt(chunks.size()), random.nextInt(chunks.size()));
    }
    return png(chunks);
  }

  private static byte[] header(int width, int height, int depth, int colour, Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(bytes)) {
      data.writeInt(width);
      data.writeInt(height);
      data.writeByte(depth);
      data.writeByte(colour);
      data.writeByte(random.nextInt(20) == 0 ? 1 : 0);
      data.writeByte(random.nextInt(20) == 0 ? 1 : 0);
      data.writeByte(random.nextInt(4) == 0 ? random.nextInt(3) : 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] content(String type, Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    switch (type) {
      case "zTXt", "iCCP" -> {
        bytes.writeBytes("name\0\0".getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(BOMB);
      }
      case "iTXt" -> {
        bytes.writeBytes("name\0\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(BOMB);
      }
      default -> bytes.writeBytes(bytes(random, random.nextInt(40)));
    }
    return bytes.toByteArray();
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] png(List<Chunk> chunks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream data = new DataOutputStream(bytes)) {
      data.writeLong(0x89504e470d0a1a0aL);
      for (Chunk chunk : chunks) {
        byte[] type = chunk.type().getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(type);
        checksum.update(chunk.data());
        data.writeInt(chunk.data().length);
        data.write(type);
        data.write(chunk.data());
        data.writeInt((int) checksum.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A JPEG file with another size in its header, or other numbers in its segments. */
  static byte[] hostileJpeg(byte[] intact, Random random) {
    byte[] hostile = intact.clone();
    for (int at = 2; at + 9 < hostile.length && (hostile[at] & 0xff) == 0xff; ) {
      int marker = hostile[at + 1] & 0xff;
      int length = (hostile[at + 2] & 0xff) << 8 | hostile[at + 3] & 0xff;
      boolean frame = marker >= 0xc0 && marker <= 0xc2;
      if (frame && random.nextInt(3) > 0) {
        put(hostile, at + 5, SIZES[random.nextInt(SIZES.length)]);
        put(hostile, at + 7, SIZES[random.nextInt(SIZES.length)]);
      }
      if (frame && random.nextInt(4) == 0) { // baseline, extended, progressive, lossless, ...
        hostile[at + 1] = (byte) (0xc0 + random.nextInt(16));
      }
      if (random.nextInt(6) == 0) {
        int inside = at + 4 + random.nextInt(Math.max(1, length - 2));
        hostile[Math.min(inside, hostile.length - 1)] = (byte) random.nextInt(256);
      }
      if (marker == 0xda) {
        break;
      }
      at += 2 + length;
    }
    return hostile;
  }

  private static void put(byte[] bytes, int at, int size) {
    bytes[at] = (byte) (size >> 8);
    bytes[at + 1] = (byte) size;
  }

  static byte[] deflated(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream =
        new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION))) {
      stream.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
