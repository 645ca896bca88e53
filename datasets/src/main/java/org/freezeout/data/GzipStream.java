package org.freezeout.data;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What gzip compressed. The JDK's own stream calls itself for every part of a file that is empty,
 * until the stack is full; no program writes such files.
 */
final class GzipStream extends GZIPInputStream {

  private static final int MOST_EMPTY_PARTS = 16;

  private int depth;

  GzipStream(InputStream stream, int buffer) throws IOException {
    super(stream, buffer);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (depth > MOST_EMPTY_PARTS) {
      throw new ZipException("it has more than " + MOST_EMPTY_PARTS + " empty parts");
    }
    depth++;
    try {
      return super.read(bytes, offset, length);
    } finally {
      depth--;
    }
  }
}
