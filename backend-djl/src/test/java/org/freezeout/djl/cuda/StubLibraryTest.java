package org.freezeout.djl.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The operating system's own loader takes the libraries. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "they are for this one")
class StubLibraryTest {

  @TempDir Path folder;

  @Test
  void everyFunctionReturnsTheNumber() throws IOException {
    Path file = write("libthree.so.1", List.of("first", "second", "third"), 100);
    try (NativeLibrary library = NativeLibrary.getInstance(file.toString())) {
      for (String name : List.of("third", "first", "second")) {
        assertEquals(100, library.getFunction(name).invokeInt(new Object[0]));
      }
      assertThrows(UnsatisfiedLinkError.class, () -> library.getFunction("fourth"));
    }
  }

  @Test
  void mayExportNothing() throws IOException {
    Path file = write("libnothing.so.1", List.of(), 0);
    try (NativeLibrary library = NativeLibrary.getInstance(file.toString())) {
      assertThrows(UnsatisfiedLinkError.class, () -> library.getFunction("first"));
    }
  }

  @Test
  void isKnownByItsNameOnceItIsLoaded() throws IOException {
    String soname = "libfreezeout-stub.so.1";
    assertThrows(UnsatisfiedLinkError.class, () -> NativeLibrary.getInstance(soname).close());
    // In a file of another name.
    Path file = folder.resolve("any-name");
    Files.write(file, StubLibrary.of(soname, List.of("any"), 7));
    System.load(file.toString());
    try (NativeLibrary library = NativeLibrary.getInstance(soname)) {
      assertEquals(7, library.getFunction("any").invokeInt(new Object[0]));
    }
  }

  private Path write(String soname, List<String> functions, int result) throws IOException {
    return Files.write(folder.resolve(soname), StubLibrary.of(soname, functions, result));
  }
}
