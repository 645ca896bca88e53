package org.freezeout.djl.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the libraries are for Linux")
class CudaInstallationTest {

  private static final List<String> INSTALLED =
      List.of(
          ".lock",
          "liba.so",
          "libc.so",
          "libcudart.so",
          "libcudart.so.11.0",
          "libopencv_highgui.so.406",
          "verified.csv");

  @TempDir private Path temporary;
  private SmallLibraries small;
  private CudaFolder folder;
  private long free = Long.MAX_VALUE;
  private boolean sameDisk = true;

  @BeforeEach
  void libraries() throws IOException {
    small = new SmallLibraries(temporary);
    folder = new CudaFolder(temporary.resolve("cache/cuda"), small.libraries);
  }

  @Test
  void installsOnceAndTellsHowFarItIs() throws IOException {
    assertEquals(
        Optional.of("MXNet's CUDA libraries are not installed: freezeout install cuda"),
        folder.missing());
    List<String> progress = new ArrayList<>();
    assertTrue(
        installation((what, done, total) -> progress.add(what + " " + done + "/" + total))
            .install());
    assertEquals(INSTALLED, names());
    assertEquals(Optional.empty(), folder.missing());
    assertEquals("liba.so 100000/2600001", progress.get(0));
    assertEquals("libc.so 2600001/2600001", progress.get(progress.size() - 1));
    assertEquals(5, progress.size(), "a library of three pieces is told of three times");
    assertEquals(
        Path.of("libcudart.so.11.0"),
        Files.readSymbolicLink(folder.path().resolve("libcudart.so")));
    assertFalse(installation(InstallProgress.NONE).install());
    assertEquals(1, small.fetched.size(), "nothing was asked for again");
  }

  @Test
  void goesOnWhereItWasInterrupted() throws IOException {
    InstallProgress interrupted =
        (what, done, total) -> {
          if (done > 1_500_000) {
            throw new IllegalStateException("interrupted in " + what);
          }
        };
    assertThrows(IllegalStateException.class, () -> installation(interrupted).install());
    assertEquals(
        Optional.of("2 of 3 CUDA libraries are not installed yet: freezeout install cuda"),
        folder.missing());
    // What a killed program leaves behind.
    Files.writeString(folder.path().resolve("libcudart.so.11.0.part"), "half");
    FileTime first = Files.getLastModifiedTime(folder.path().resolve("liba.so"));
    List<String> extracted = new ArrayList<>();
    installation((what, done, total) -> extracted.add(what)).install();
    assertFalse(extracted.contains("liba.so"));
    assertEquals(first, Files.getLastModifiedTime(folder.path().resolve("liba.so")));
    assertEquals(List.of(SmallLibraries.TWO), small.fetched.get(1));
    assertEquals(INSTALLED, names());
  }

  @Test
  void keepsAWholeFileThatWasNotWrittenDown() throws IOException {
    installation(InstallProgress.NONE).install();
    Files.delete(folder.path().resolve("verified.csv"));
    assertEquals(
        Optional.of(
            "CUDA libraries are not as they were published, liba.so, libcudart.so.11.0, libc.so:"
                + " freezeout install cuda"),
        folder.missing());
    installation(InstallProgress.NONE).install();
    assertEquals(Optional.empty(), folder.missing());
    assertEquals(1, small.fetched.size());
  }

  @Test
  void replacesADamagedFile() throws IOException {
    installation(InstallProgress.NONE).install();
    Path file = folder.path().resolve("liba.so");
    byte[] bytes = Files.readAllBytes(file);
    bytes[50_000]++;
    FileTime time = Files.getLastModifiedTime(file);
    Files.write(file, bytes);
    Files.setLastModifiedTime(file, time);
    assertEquals(Optional.empty(), folder.missing(), "size and time are those of the whole file");
    assertEquals(List.of("liba.so"), folder.damaged(InstallProgress.NONE));
    assertEquals(
        Optional.of(
            "CUDA libraries are not as they were published, liba.so: freezeout install cuda"),
        folder.missing());
    installation(InstallProgress.NONE).install();
    assertEquals(List.of(), folder.damaged(InstallProgress.NONE));
    assertEquals(Optional.empty(), folder.missing());
  }

  @Test
  void noticesAChangedFileAtAGlance() throws IOException {
    installation(InstallProgress.NONE).install();
    Files.writeString(folder.path().resolve("libc.so"), "?");
    Files.setLastModifiedTime(folder.path().resolve("libc.so"), FileTime.fromMillis(1));
    assertTrue(folder.missing().orElseThrow().contains("libc.so"));
  }

  @Test
  void refusesWhatWasNotPublished() throws IOException {
    var other = new SmallLibraries(Files.createDirectory(temporary.resolve("other")));
    CudaLibrary a = other.libraries.get(0);
    other.libraries.set(0, new CudaLibrary(a.file(), a.artifact(), a.entry(), a.bytes(), "00"));
    var strict = new CudaFolder(temporary.resolve("strict"), other.libraries);
    String message =
        assertThrows(
                IOException.class,
                () -> new CudaInstallation(strict, other, disk(), InstallProgress.NONE).install())
            .getMessage();
    assertTrue(message.contains("liba.so in "), message);
    assertTrue(message.endsWith("delete that file and try again"), message);
    try (Stream<Path> files = Files.list(strict.path())) {
      assertEquals(List.of(".lock"), files.map(f -> f.getFileName().toString()).toList());
    }
  }

  @Test
  void namesADamagedArtifact() throws IOException {
    Path file = small.files.get(SmallLibraries.TWO);
    Files.write(file, new byte[10]);
    String message =
        assertThrows(IOException.class, () -> installation(InstallProgress.NONE).install())
            .getMessage();
    assertTrue(message.startsWith(file + " is damaged ("), message);
  }

  @Test
  void looksForDiskSpaceBeforeAnythingElse() throws IOException {
    free = 52_000_000;
    assertEquals(
        "not enough disk space for " + folder.path() + ": 52 MB needed, 51 MB free",
        refusalWith(51_999_999));
    small.download = new ArtifactSource.Download(2_000_000_000, temporary.resolve("repository"));
    assertEquals(
        "not enough disk space for " + folder.path() + ": 2.1 GB needed, 1.0 GB free",
        refusalWith(1_000_000_000));
    sameDisk = false;
    assertEquals(
        "not enough disk space for "
            + temporary.resolve("repository")
            + ": 2.0 GB needed, 1.0 GB free",
        refusalWith(1_000_000_000));
    assertEquals(List.of(), small.fetched);
    assertFalse(Files.exists(folder.path()));
    free = 2_100_000_000;
    assertTrue(installation(InstallProgress.NONE).install());
  }

  @Test
  void waitsForNobody() throws IOException {
    Files.createDirectories(folder.path());
    try (FileChannel channel =
        FileChannel.open(
            folder.path().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.lock();
      assertEquals(
          "another installation is at work in " + folder.path() + "; wait for it to end",
          assertThrows(
                  IllegalArgumentException.class,
                  () -> installation(InstallProgress.NONE).install())
              .getMessage());
    }
  }

  private String refusalWith(long bytes) {
    free = bytes;
    return assertThrows(
            IllegalArgumentException.class, () -> installation(InstallProgress.NONE).install())
        .getMessage();
  }

  private CudaInstallation installation(InstallProgress progress) {
    return new CudaInstallation(folder, small, disk(), progress);
  }

  private DiskSpace disk() {
    return new DiskSpace() {
      @Override
      public long free(Path path) {
        return free;
      }

      @Override
      public boolean same(Path one, Path other) {
        return sameDisk;
      }
    };
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.path())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
