package org.freezeout.djl.cuda;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A shared library for Linux on x86-64 in which every function returns the same number: it takes
 * the place of a library that is named by another one but not there. Written byte by byte, so that
 * no compiler is needed (System V ABI, chapters 4 and 5).
 */
final class StubLibrary {

  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final int PROGRAM_HEADERS = 4;
  private static final int SYMBOL = 24;
  private static final int PAGE = 0x1000;

  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final int STACK = 0x6474e551;
  private static final int EXECUTE = 1;
  private static final int WRITE = 2;
  private static final int READ = 4;

  private StubLibrary() {}

  /**
   * The contents of a library.
   *
   * @param soname the name by which others ask for it
   * @param functions the functions that it exports, none of them twice
   * @param result what each returns
   */
  static byte[] of(String soname, List<String> functions, int result) {
    int symbols = HEADER + PROGRAM_HEADERS * PROGRAM_HEADER;
    int count = functions.size() + 1;
    int hash = symbols + count * SYMBOL;
    int strings = hash + (3 + count) * Integer.BYTES;
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.write(0);
    int[] offsets = functions.stream().mapToInt(name -> append(names, name)).toArray();
    int sonameOffset = append(names, soname);
    int code = strings + names.size();
    byte[] text = code(result);
    int end = code + text.length;
    int dynamic = (end + PAGE - 1) / PAGE * PAGE;
    long[] entries = {
      14, sonameOffset, // DT_SONAME
      4, hash, // DT_HASH
      5, strings, // DT_STRTAB
      6, symbols, // DT_SYMTAB
      10, names.size(), // DT_STRSZ
      11, SYMBOL, // DT_SYMENT
      0, 0 // DT_NULL
    };
    int size = dynamic + entries.length * Long.BYTES;

    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    header(file);
    program(file, LOAD, READ | EXECUTE, 0, end, PAGE);
    program(file, LOAD, READ | WRITE, dynamic, size - dynamic, PAGE);
    program(file, DYNAMIC, READ | WRITE, dynamic, size - dynamic, Long.BYTES);
    program(file, STACK, READ | WRITE, 0, 0, 16);
    file.put(new byte[SYMBOL]);
    for (int offset : offsets) {
      file.putInt(offset).put((byte) 0x12).put((byte) 0); // a global function
      file.putShort((short) 1).putLong(code).putLong(text.length);
    }
    // One bucket, whose chain holds every symbol.
    file.putInt(1).putInt(count).putInt(count > 1 ? 1 : 0);
    for (int i = 0; i < count; i++) {
      file.putInt(i == 0 || i == count - 1 ? 0 : i + 1);
    }
    file.put(names.toByteArray()).put(text).position(dynamic);
    for (long entry : entries) {
      file.putLong(entry);
    }
    return file.array();
  }

  private static int append(ByteArrayOutputStream names, String name) {
    int offset = names.size();
    names.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
    names.write(0);
    return offset;
  }

  /** {@code mov eax, result; ret}. */
  private static byte[] code(int result) {
    return ByteBuffer.allocate(6)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) 0xb8)
        .putInt(result)
        .put((byte) 0xc3)
        .array();
  }

  private static void header(ByteBuffer file) {
    // 64 bits, little endian, version 1; a shared object for x86-64 without sections.
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    file.putShort((short) 3).putShort((short) 62).putInt(1);
    file.putLong(0).putLong(HEADER).putLong(0).putInt(0);
    file.putShort((short) HEADER)
        .putShort((short) PROGRAM_HEADER)
        .putShort((short) PROGRAM_HEADERS);
    file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
  }

  private static void program(
      ByteBuffer file, int type, int flags, long offset, long size, long alignment) {
    file.putInt(type).putInt(flags).putLong(offset).putLong(offset).putLong(offset);
    file.putLong(size).putLong(size).putLong(alignment);
  }
}
