package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class EntryStoreTest {

  /** Every byte of every entry is its own, whatever lies where. */
  @Property(tries = 100)
  void entriesDoNotOverlap(
      @ForAll @IntRange(min = 1, max = 50) int entries,
      @ForAll @IntRange(min = 1, max = 9) int entryBytes,
      @ForAll @IntRange(max = 300) int memoryBytes,
      @ForAll @IntRange(min = 1, max = 60) int chunkBytes) {
    try (var store = new EntryStore(entries, entryBytes, memoryBytes, chunkBytes)) {
      for (int pass = 0; pass < 2; pass++) {
        for (int entry = 0; entry < entries; entry++) {
          for (int i = 0; i < entryBytes; i++) {
            ByteBuffer buffer = store.buffer(entry);
            int at = store.offset(entry) + i;
            byte value = (byte) (entry * entryBytes + i + 1);
            assertEquals(pass == 0 ? 0 : value, buffer.get(at));
            buffer.put(at, value);
          }
        }
      }
    }
  }

  @Example
  void staysWithinItsMemoryAndGivesEverythingBack() throws IOException {
    long direct = used("direct");
    long mapped = used("mapped");
    long files = files();
    int entryBytes = 1 << 16;
    try (var store = new EntryStore(100, entryBytes, 30L * entryBytes + 1, 7 * entryBytes)) {
      assertEquals(direct, used("direct"), "nothing before it is used");
      for (int entry = 0; entry < 100; entry++) {
        store.buffer(entry).put(store.offset(entry), (byte) 1);
      }
      assertEquals(30L * entryBytes, used("direct") - direct);
      assertEquals(70L * entryBytes, used("mapped") - mapped);
    }
    assertEquals(direct, used("direct"));
    assertEquals(mapped, used("mapped"));
    assertEquals(files, files());
  }

  @Example
  void isOfNoUseOnceClosed() {
    var store = new EntryStore(2, 4, 8);
    store.buffer(0);
    assertThrows(IllegalStateException.class, () -> store.buffer(2));
    store.close();
    store.close();
    assertThrows(IllegalStateException.class, () -> store.buffer(0));
  }

  @Example
  void refusesWhatDoesNotFit() {
    EntryStore.checkDisk(0);
    EntryStore.checkDisk(1);
    String disk =
        assertThrows(IllegalArgumentException.class, () -> EntryStore.checkDisk(Long.MAX_VALUE))
            .getMessage();
    assertTrue(disk.startsWith("the cache needs 8388608.0 TiB of disk, and "), disk);
    DirectMemory.check(1 << 20);
    String memory =
        assertThrows(IllegalArgumentException.class, () -> DirectMemory.check(1L << 50))
            .getMessage();
    assertTrue(
        memory.startsWith("a cache of 1024.0 TiB in memory is more than this JVM allows, "),
        memory);
  }

  private static long used(String pool) {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(bean -> bean.getName().equals(pool))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  private static long files() throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(EntryStore.directory())) {
      return List.copyOf(files.toList()).stream()
          .filter(file -> file.getFileName().toString().startsWith("freezeout-cache-"))
          .count();
    }
  }
}
