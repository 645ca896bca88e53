package org.freezeout.experiment;

import static org.freezeout.experiment.Fixtures.refusal;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFolderTest {

  @TempDir Path temp;

  @Test
  void makesAFolderWithItsFiles() throws IOException {
    Path folder = temp.resolve("a/b/c");
    OutputFolder.create(folder, draft -> Files.writeString(draft.resolve("file"), "text"));
    assertEquals("text", Files.readString(folder.resolve("file")));
    assertEquals(List.of("c"), names(temp.resolve("a/b")));
  }

  @Test
  void takesAnEmptyFolder() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("empty"));
    OutputFolder.create(folder, draft -> Files.writeString(draft.resolve("file"), "text"));
    assertEquals(List.of("file"), names(folder));
  }

  @Test
  void appearsWholeOrNotAtAll() throws IOException {
    Path folder = temp.resolve("out");
    OutputFolder.create(
        folder,
        draft -> {
          Files.writeString(draft.resolve("first"), "text");
          assertFalse(Files.exists(folder));
          Files.writeString(draft.resolve("second"), "text");
        });
    assertEquals(List.of("first", "second"), names(folder));
  }

  @Test
  void leavesNothingBehindWhenFillingFails() throws IOException {
    for (Path folder : List.of(temp.resolve("out"), temp.resolve("a/b/out"))) {
      IOException full =
          assertThrows(
              IOException.class,
              () ->
                  OutputFolder.create(
                      folder,
                      draft -> {
                        Files.createDirectories(draft.resolve("deep/er"));
                        Files.writeString(draft.resolve("deep/file"), "text");
                        throw new IOException("disk full");
                      }));
      assertEquals("disk full", full.getMessage());
      assertEquals(List.of(), names(temp));
    }
  }

  /** Else it would only be seen when they are made, which may be after hours. */
  @Test
  void refusesNamesThatAreTooLong() {
    String name = "x".repeat(300);
    for (Path path : List.of(temp.resolve(name), temp.resolve(name + "/out"))) {
      String folder = refusal(() -> OutputFolder.check(path));
      assertTrue(folder.startsWith("output folder " + path + " cannot be written: "), folder);
      String file = refusal(() -> OutputFile.check(path));
      assertTrue(file.startsWith(path + " cannot be written: "), file);
    }
    assertDoesNotThrow(() -> OutputFile.check(temp.resolve("x".repeat(240) + "/out")));
    assertDoesNotThrow(() -> OutputFolder.check(temp.resolve("x".repeat(200))));
  }

  @Test
  void isAsReadableAsAnyFolder() throws IOException {
    assumeTrue(
        Files.getFileStore(temp).supportsFileAttributeView("posix"), "no POSIX permissions here");
    Path folder = temp.resolve("out");
    OutputFolder.create(folder, draft -> {});
    assertEquals(
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(Files.createDirectory(temp.resolve("other")))),
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
  }

  @Test
  void refusesAFolderWithFiles() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("full"));
    Files.writeString(folder.resolve("mine"), "kept");
    assertEquals("output folder " + folder + " is not empty", refusal(() -> create(folder)));
    assertEquals("kept", Files.readString(folder.resolve("mine")));
    assertEquals(List.of("full"), names(temp));
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(temp.resolve("file"), "kept");
    assertEquals("output folder " + file + " is a file", refusal(() -> create(file)));
    Path below = file.resolve("out");
    assertEquals(
        "output folder " + below + " cannot be made: " + file + " is not a folder",
        refusal(() -> create(below)));
    assertEquals("kept", Files.readString(file));
  }

  @Test
  void refusesTheRoot() {
    assertTrue(refusal(() -> create(temp.getRoot())).startsWith("output folder " + temp.getRoot()));
  }

  /** Nobody makes a folder in these, root included. */
  @ParameterizedTest
  @ValueSource(strings = {"/proc/out", "/proc/a/b/out", "/sys/out", "/dev/null/out"})
  void refusesAPlaceThatCannotBeWritten(String place) {
    Path folder = Path.of(place);
    Path top = Path.of("/").resolve(folder.getName(0));
    assumeTrue(Files.exists(top), "there is no " + top + " here");
    String message = refusal(() -> create(folder));
    assertTrue(message.startsWith("output folder " + place + " cannot be"), message);
    assertFalse(Files.exists(folder));
  }

  @Test
  void refusesAFolderWithoutPermission() throws IOException {
    Path locked =
        Files.createDirectory(
            temp.resolve("locked"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
    assumeFalse(Files.isWritable(locked), "this user may write everywhere, as root may");
    Path folder = locked.resolve("out");
    assertEquals(
        "output folder " + folder + " cannot be written: " + locked + " is not writable",
        refusal(() -> create(folder)));
  }

  private static void create(Path folder) throws IOException {
    OutputFolder.create(folder, draft -> Files.writeString(draft.resolve("file"), "text"));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
