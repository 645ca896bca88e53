package org.freezeout.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.freezeout.experiment.DeviceStatus;
import org.freezeout.experiment.EngineStatus;
import org.freezeout.experiment.Json;
import org.freezeout.experiment.TrainingBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the engines. */
@Command(
    name = "engines",
    description = {
      "Which engines there are, with their versions and devices, and what is missing where they"
          + " cannot run.%n",
      "Names and devices are what --engine and --device take.%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class EnginesCommand implements Runnable {

  @Mixin private FormatOption format;

  @Override
  public void run() {
    List<EngineStatus> engines =
        TrainingBackend.all().stream().map(TrainingBackend::status).toList();
    if (format.format == Format.JSON) {
      System.out.println(Json.pretty(engines.stream().map(EnginesCommand::object).toList()));
      return;
    }
    var table = new Table("engine", "version", "device", "ready", "hardware", "note", "missing");
    for (EngineStatus engine : engines) {
      for (DeviceStatus device : engine.details()) {
        table.row(
            engine.engine(),
            engine.version().orElse(null),
            device.device(),
            device.ready() ? "yes" : "no",
            device.hardware().orElse(null),
            device.note().orElse(null),
            device.missing().orElse(null));
      }
    }
    table.print(format.format);
  }

  private static Map<String, Object> object(EngineStatus engine) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("engine", engine.engine());
    object.put("version", engine.version().orElse(null));
    object.put("devices", engine.devices());
    object.put("missing", engine.missing().orElse(null));
    object.put("device_status", engine.details().stream().map(EnginesCommand::object).toList());
    return object;
  }

  private static Map<String, Object> object(DeviceStatus device) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("device", device.device());
    object.put("ready", device.ready());
    object.put("hardware", device.hardware().orElse(null));
    object.put("note", device.note().orElse(null));
    object.put("missing", device.missing().orElse(null));
    return object;
  }
}
