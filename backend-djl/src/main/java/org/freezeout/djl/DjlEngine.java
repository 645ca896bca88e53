package org.freezeout.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.StandardCapabilities;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.engine.MxNDManager;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Native;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.freezeout.djl.cuda.CudaFolder;
import org.freezeout.djl.cuda.CudaNatives;
import org.freezeout.djl.cuda.FirstUse;
import org.freezeout.djl.cuda.NvidiaDriver;
import org.freezeout.experiment.DeviceStatus;

/** The engines of DJL, and all that differs between them. */
enum DjlEngine {
  /** Apache MXNet. */
  MXNET(
      "MXNet",
      new NativeArtifact(
          "mxnet",
          List.of("MXNET_LIBRARY_PATH", "java.library.path"),
          "ai.djl.mxnet:mxnet-native-mkl:1.9.1",
          List.of("linux-x86_64", "osx-x86_64", "win-x86_64"),
          Optional.empty())) {

    @Override
    void prepare(String device) {
      if (!device.equals(CPU) && NativeLibrary.setting("MXNET_LIBRARY_PATH") == null) {
        CudaNatives.use();
      }
    }

    @Override
    List<DeviceStatus> gpus(Engine loaded) {
      return NativeLibrary.setting("MXNET_LIBRARY_PATH") == null
          ? GpuStatus.ofCudaBuild(NvidiaDriver.find(), CudaFolder.standard(), FirstUse.standard())
          : super.gpus(loaded);
    }

    @Override
    Optional<String> ownVersion() {
      return CudaNatives.inUse() ? Optional.of(CudaNatives.mxnetVersion()) : Optional.empty();
    }

    @Override
    String remark() {
      return CudaNatives.inUse() ? ", " + CudaNatives.versions() : "";
    }

    @Override
    void setThreads(int threads) {
      String variable = System.getenv("OMP_NUM_THREADS");
      if (!String.valueOf(threads).equals(variable)) {
        throw new IllegalArgumentException(
            "engine mxnet takes its threads from the environment variable OMP_NUM_THREADS, which "
                + (variable == null ? "is not set" : "is " + variable)
                + ": set it to "
                + threads
                + " before Java starts");
      }
    }

    @Override
    NesterovUpdate nesterov(NDManager manager, double momentum, double weightDecay) {
      return new MxNetNesterov((MxNDManager) manager, momentum, weightDecay);
    }

    @Override
    boolean choosesLayouts() {
      return true;
    }

    @Override
    void download(NDArray array, ByteBuffer target) {
      JnaUtils.syncCopyToCPU(
          ((MxNDArray) array).getHandle(),
          Native.getDirectBufferPointer(target),
          Math.toIntExact(array.size()));
    }

    @Override
    void copy(NDArray from, NDArray to) {
      from.copyTo(to);
    }

    @Override
    boolean addsGradientsUp() {
      return false;
    }

    @Override
    void synchronize(NDManager manager) {
      JnaUtils.waitAll();
    }
  },

  /** PyTorch. */
  PYTORCH(
      "PyTorch",
      new NativeArtifact(
          "torch",
          List.of("PYTORCH_LIBRARY_PATH"),
          "ai.djl.pytorch:pytorch-native-cpu:2.7.1",
          List.of("linux-aarch64", "linux-x86_64", "osx-aarch64", "win-x86_64"),
          Optional.of(
              new NativeArtifact.Adapter(
                  "ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0", "jnilib/pytorch.properties")))) {

    @Override
    void prepare(String device) {
      TorchLibrary.check(natives());
      OneDnn.limit();
    }

    @Override
    String whyNoGpu(Engine loaded) {
      return loaded.hasCapability(StandardCapabilities.CUDA)
          ? super.whyNoGpu(loaded)
          : super.whyNoGpu(loaded) + "; " + TorchLibrary.REMEDY;
    }

    @Override
    void verify(Engine loaded) {
      TorchLog.errorsOnly();
      if (!OneDnn.isRight(loaded)) {
        throw new IllegalArgumentException(
            "it computes wrong gradients on this processor; "
                + OneDnn.LIMIT
                + "=SSE41 in the environment may help");
      }
    }

    @Override
    String remark() {
      return OneDnn.isMisled() ? ", oneDNN limited to SSE4.1" : "";
    }

    @Override
    void setThreads(int threads) {
      JniUtils.setNumThreads(threads);
    }

    @Override
    void enterThread() {
      JniUtils.setGradMode(false);
    }

    @Override
    NesterovUpdate nesterov(NDManager manager, double momentum, double weightDecay) {
      return new PyTorchNesterov(manager, momentum, weightDecay);
    }

    @Override
    boolean choosesLayouts() {
      return false;
    }

    @Override
    void download(NDArray array, ByteBuffer target) {
      target.put(0, array.toByteBuffer(true), 0, Math.toIntExact(array.size() * Float.BYTES));
    }

    @Override
    void copy(NDArray from, NDArray to) {
      long[] shape = to.getShape().getShape();
      long[] ones = new long[shape.length];
      Arrays.fill(ones, 1);
      JniUtils.indexSet((PtNDArray) to, (PtNDArray) from, new long[shape.length], shape, ones);
    }

    @Override
    boolean addsGradientsUp() {
      return true;
    }

    @Override
    void synchronize(NDManager manager) {
      if (manager.getDevice().isGpu()) {
        try (NDManager scope = manager.newSubManager()) {
          // Reading a value waits for all that was started before it.
          NDArray marker = scope.create(1f);
          marker.add(1).getFloat();
        }
      }
    }
  };

  /** The device that every engine has. */
  static final String CPU = "cpu";

  private final String djlName;
  private final NativeArtifact natives;

  /** The thread that has sessions; null if none has. */
  private Thread owner;

  private int sessions;

  DjlEngine(String djlName, NativeArtifact natives) {
    this.djlName = djlName;
    this.natives = natives;
  }

  /**
   * Sets how many threads its operators use.
   *
   * @throws IllegalArgumentException if it would not use that many
   */
  abstract void setThreads(int threads);

  /** How it updates parameters that belong to a manager. */
  abstract NesterovUpdate nesterov(NDManager manager, double momentum, double weightDecay);

  /** Whether operators choose how their output lies in memory. */
  abstract boolean choosesLayouts();

  /**
   * Copies the values of an array.
   *
   * @param array 32-bit floats
   * @param target a direct buffer that receives them from its first byte on
   */
  abstract void download(NDArray array, ByteBuffer target);

  /** Overwrites an array with another one of its shape, from whatever device. */
  abstract void copy(NDArray from, NDArray to);

  /** Whether a backward pass adds to the gradients that are there, instead of replacing them. */
  abstract boolean addsGradientsUp();

  /** Waits until the device of a manager has done all that was started. */
  abstract void synchronize(NDManager manager);

  /**
   * The engine of a name.
   *
   * @throws IllegalArgumentException if DJL has none of that name here
   */
  static DjlEngine named(String name) {
    return Arrays.stream(values())
        .filter(engine -> engine.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown engine '" + name + "'; known: " + MXNET + ", " + PYTORCH));
  }

  /** Version of the engine, and of DJL which drives it. */
  String version(Engine loaded) {
    // The libraries of MXNet 1.9.1 say 1.9.0 of themselves.
    return NativeLibrary.find(this).version().or(() -> ownVersion()).orElseGet(loaded::getVersion)
        + " (DJL "
        + Engine.getDjlVersion()
        + remark()
        + ")";
  }

  /** Version of a library that this project installed and that is in use. */
  Optional<String> ownVersion() {
    return Optional.empty();
  }

  /** Which GPUs there are, with what is missing; one of no number where there is none. */
  List<DeviceStatus> gpus(Engine loaded) {
    int count = loaded.getGpuCount();
    return count == 0
        ? List.of(DeviceStatus.missing("gpu", whyNoGpu(loaded)))
        : IntStream.range(0, count)
            .mapToObj(
                i ->
                    new DeviceStatus(
                        "gpu" + i,
                        Optional.of(Hardware.model(Device.gpu(i))),
                        Optional.of("not measured"),
                        Optional.empty()))
            .toList();
  }

  /** Why there are no GPUs, in one line. */
  String whyNoGpu(Engine loaded) {
    return loaded.hasCapability(StandardCapabilities.CUDA)
        ? "no NVIDIA driver or GPU found"
        : "this is the engine's build for CPUs";
  }

  /** Where its native library comes from. */
  NativeArtifact natives() {
    return natives;
  }

  /**
   * Called before it is loaded.
   *
   * @throws IllegalArgumentException if it cannot run on that device, in one line
   */
  void prepare(String device) {}

  /**
   * Called when it is loaded.
   *
   * @throws IllegalArgumentException if it computes wrongly on this machine
   */
  void verify(Engine loaded) {}

  /** What is special about how it runs here, to be added to its version. */
  String remark() {
    return "";
  }

  /** Called on a thread before it computes: nothing is to be recorded for gradients by default. */
  void enterThread() {}

  /** Loads the engine, to compute on the CPU. */
  Engine load() {
    return load(CPU);
  }

  /**
   * Loads the engine.
   *
   * @param device where it is going to compute, as {@code --device} names it
   * @throws IllegalArgumentException if its native library is missing or cannot be loaded, or it
   *     computes wrongly here, in one line
   */
  Engine load(String device) {
    setDefault("ai.djl.offline", "true");
    setDefault("OPT_OUT_TRACKING", "true");
    try {
      prepare(device);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          (device.equals(CPU)
                  ? prefix()
                  : "device " + device + " is not available on engine " + this + ": ")
              + e.getMessage(),
          e);
    }
    Optional<String> missing = NativeLibrary.find(this).missing();
    if (missing.isPresent()) {
      throw new IllegalArgumentException(prefix() + missing.get());
    }
    Engine loaded;
    try {
      loaded = Engine.getEngine(djlName);
    } catch (RuntimeException | LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      throw new IllegalArgumentException(
          prefix() + "its native library cannot be loaded: " + reason, e);
    }
    try {
      verify(loaded);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(prefix() + e.getMessage(), e);
    }
    return loaded;
  }

  /**
   * Takes it for a session. Its random numbers, its number of threads and, on PyTorch, the
   * recording of gradients are one for the whole JVM, so sessions of several threads would disturb
   * each other.
   *
   * @throws IllegalStateException if a session of another thread has it
   */
  synchronized void claim() {
    Thread claimant = Thread.currentThread();
    if (owner != claimant) {
      if (owner != null && owner.isAlive()) {
        throw new IllegalStateException(
            "engine "
                + this
                + " is in use by another thread of this JVM, whose session must be closed first");
      }
      sessions = 0;
      owner = claimant;
    }
    sessions++;
  }

  /** Gives it back. */
  synchronized void release() {
    sessions--;
    if (sessions <= 0) {
      owner = null;
    }
  }

  /** What an error of {@link #load} says is wrong, without the engine's name. */
  String reason(IllegalArgumentException e) {
    return e.getMessage().substring(prefix().length());
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private String prefix() {
    return "engine " + this + " cannot run here: ";
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
