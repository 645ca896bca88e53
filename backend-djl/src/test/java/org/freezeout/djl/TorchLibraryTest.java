package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchLibraryTest {

  @TempDir private Path folder;

  @Test
  void ofTheRightVersionIsTakenWithItsBuild() throws IOException {
    // As in a Python installation.
    write("torch/version.py", "debug = False\n__version__ = '2.7.1+cu128'\ncuda = '12.8'\n");
    assertEquals(Optional.of("cu128"), flavor(folder.resolve("torch/lib")));
    // As in an archive of libtorch.
    write("libtorch/build-version", "2.7.1+cpu\n");
    assertEquals(Optional.of("cpu"), flavor(folder.resolve("libtorch/lib")));
  }

  @Test
  void ofAnotherVersionIsRefused() throws IOException {
    write("torch/version.py", "__version__ = '2.10.0+cu128'\n");
    assertEquals(
        "PYTORCH_LIBRARY_PATH points at PyTorch 2.10.0+cu128, 2.7.1 is needed",
        assertThrows(IllegalArgumentException.class, () -> flavor(folder.resolve("torch/lib")))
            .getMessage());
  }

  @Test
  void ofABuildWithoutAdapterIsRefused() throws IOException {
    write("torch/version.py", "__version__ = '2.7.1+cu126'\n");
    assertEquals(
        "PYTORCH_LIBRARY_PATH points at PyTorch 2.7.1+cu126, the adapter is there for cpu and"
            + " cu128",
        assertThrows(IllegalArgumentException.class, () -> flavor(folder.resolve("torch/lib")))
            .getMessage());
  }

  @Test
  void thatSaysNothingOfItselfIsLeftToDjl() throws IOException {
    Files.createDirectories(folder.resolve("torch/lib"));
    assertEquals(Optional.empty(), flavor(folder.resolve("torch/lib")));
    write("torch/version.py", "version = unknown\n");
    assertEquals(Optional.empty(), flavor(folder.resolve("torch/lib")));
    assertEquals(Optional.empty(), TorchLibrary.flavor(DjlEngine.PYTORCH.natives(), name -> null));
  }

  private static Optional<String> flavor(Path path) {
    return TorchLibrary.flavor(
        DjlEngine.PYTORCH.natives(), Map.of("PYTORCH_LIBRARY_PATH", path.toString())::get);
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
