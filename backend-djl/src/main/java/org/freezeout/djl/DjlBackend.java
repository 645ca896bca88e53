package org.freezeout.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.FeatureShape;
import org.freezeout.data.ImageDataset;
import org.freezeout.experiment.DeviceStatus;
import org.freezeout.experiment.EngineSpec;
import org.freezeout.experiment.EngineStatus;
import org.freezeout.experiment.ExperimentSpec;
import org.freezeout.experiment.TrainingBackend;
import org.freezeout.experiment.TrainingSession;

/** Trains with an engine of DJL. */
abstract class DjlBackend implements TrainingBackend {

  private final DjlEngine engine;

  DjlBackend(DjlEngine engine) {
    this.engine = engine;
  }

  @Override
  public String engine() {
    return engine.toString();
  }

  @Override
  public EngineStatus status() {
    Engine djl;
    try {
      djl = engine.load();
    } catch (IllegalArgumentException e) {
      return new EngineStatus(engine(), Optional.empty(), List.of(), Optional.of(engine.reason(e)));
    }
    List<DeviceStatus> devices = new ArrayList<>();
    devices.add(
        new DeviceStatus(
            DjlEngine.CPU,
            Optional.of(Hardware.model(Device.cpu())),
            Optional.empty(),
            Optional.empty()));
    devices.addAll(engine.gpus(djl));
    return EngineStatus.of(engine(), engine.version(djl), devices);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if the images do not fit the architecture, or MXNet would
   *     not use the number of threads that is asked for
   * @throws IllegalStateException if another thread of this JVM has a session with the engine
   */
  @Override
  public TrainingSession open(ExperimentSpec spec, ImageDataset data) {
    spec.engine()
        .argument()
        .ifPresent(
            argument -> {
              throw new IllegalArgumentException(
                  "engine " + engine + " takes no argument, got '" + argument + "'");
            });
    checkImages(spec.architecture(), data);
    Engine djl = engine.load(spec.engine().device());
    List<Device> devices = devices(djl, spec.engine());
    engine.claim();
    try {
      engine.setThreads(spec.engine().threads());
      return new DjlSession(engine, djl, devices, spec, data);
    } catch (RuntimeException | Error e) {
      engine.release();
      throw e;
    }
  }

  /** The devices that an experiment names. */
  List<Device> devices(Engine djl, EngineSpec spec) {
    return spec.devices().stream().map(name -> device(djl, name)).toList();
  }

  private Device device(Engine djl, String name) {
    if (name.equals("cpu")) {
      return Device.cpu();
    }
    int index = Integer.parseInt(name.substring("gpu".length()));
    int count = djl.getGpuCount();
    if (index >= count) {
      throw new IllegalArgumentException(
          "device "
              + name
              + " is not available on engine "
              + engine
              + ": "
              + (count == 0 ? engine.whyNoGpu(djl) : "there are " + count + " GPUs, from gpu0 on"));
    }
    return Device.gpu(index);
  }

  private static void checkImages(ArchitectureSpec architecture, ImageDataset data) {
    var images = new FeatureShape(data.channels(), data.height(), data.width());
    if (!images.equals(architecture.input())) {
      throw new IllegalArgumentException(
          "architecture "
              + architecture.name()
              + " takes images of "
              + architecture.input()
              + ", the data set "
              + data.name()
              + " has "
              + images);
    }
    if (data.classNames().size() != architecture.classes()) {
      throw new IllegalArgumentException(
          "architecture "
              + architecture.name()
              + " tells "
              + architecture.classes()
              + " classes apart, the data set "
              + data.name()
              + " has "
              + data.classNames().size());
    }
  }
}
