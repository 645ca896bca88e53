package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.freezeout.experiment.EngineStatus;
import org.freezeout.experiment.TrainingBackend;
import org.junit.jupiter.api.Test;

/** What the backends do before anything native is loaded. */
class DjlBackendTest {

  @Test
  void areListedWithoutLoadingAnythingNative() throws IOException {
    List<String> names = TrainingBackend.all().stream().map(TrainingBackend::engine).toList();
    assertEquals(List.of("mxnet", "pytorch"), names);
    Path maps = Path.of("/proc/self/maps");
    assumeTrue(Files.isReadable(maps), "only Linux lists what is loaded");
    String loaded = Files.readString(maps);
    assertFalse(loaded.contains("libmxnet"), "MXNet is loaded");
    assertFalse(loaded.contains("libtorch"), "PyTorch is loaded");
  }

  @Test
  void sayWhatIsMissingWithoutLoadingAnything() {
    Thread thread = Thread.currentThread();
    ClassLoader original = thread.getContextClassLoader();
    // A class path on which there is no native library.
    thread.setContextClassLoader(new URLClassLoader(new URL[0], null));
    try {
      for (DjlEngine engine : DjlEngine.values()) {
        String missing = NativeLibrary.find(engine).missing().orElseThrow();
        EngineStatus status =
            (engine == DjlEngine.MXNET ? new MxNetBackend() : new PyTorchBackend()).status();
        assertEquals(
            new EngineStatus(engine.toString(), Optional.empty(), List.of(), Optional.of(missing)),
            status);
        assertFalse(status.ready());
        assertEquals(
            "engine " + engine + " cannot run here: " + missing,
            assertThrows(IllegalArgumentException.class, engine::load).getMessage());
      }
    } finally {
      thread.setContextClassLoader(original);
    }
  }

  @Test
  void areFoundByName() {
    for (DjlEngine engine : DjlEngine.values()) {
      assertEquals(engine, DjlEngine.named(engine.toString()));
    }
    assertThrows(IllegalArgumentException.class, () -> DjlEngine.named("MXNet"));
  }
}
