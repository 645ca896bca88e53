package org.freezeout.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.freezeout.djl.cuda.CudaFolder;
import org.freezeout.djl.cuda.CudaInstallation;
import org.freezeout.djl.cuda.MavenArtifacts;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Installs what the build does not bring. */
@Command(
    name = "install",
    description = {
      "Installs MXNet's build for NVIDIA GPUs, CUDA and cuDNN included, for --device gpu0: only a"
          + " driver is needed beside it.%n",
      "Maven downloads 2.4 GB into its own repository; 3.4 GB of libraries go to"
          + " ~/.cache/freezeout, each with its checksum compared. What was interrupted goes on,"
          + " what is there is left alone. The CUDA libraries are NVIDIA's, under its licences.%n",
      "Example: freezeout install cuda%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true)
final class InstallCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "WHAT", description = "cuda.")
  private String what;

  @Option(
      names = "--check",
      order = 1,
      description = "Install nothing, but compare everything that is installed with its checksum.")
  private boolean check;

  @Mixin private FormatOption format;

  @Override
  public Integer call() throws IOException {
    if (!what.equals("cuda")) {
      throw new IllegalArgumentException("cannot install '" + what + "'; known: cuda");
    }
    CudaFolder folder = CudaFolder.standard();
    try (InstallLines lines = InstallLines.open()) {
      return check ? check(folder, lines) : install(folder, lines);
    }
  }

  private int install(CudaFolder folder, InstallLines lines) throws IOException {
    boolean news;
    try {
      news =
          CudaInstallation.standard(MavenArtifacts.onPath(lines::transfer, lines::line), lines)
              .install();
    } catch (IOException e) {
      lines.close();
      throw new RunFailedException("the installation failed: " + Failures.message(e), e);
    }
    lines.close();
    print(folder, news ? "installed" : "already installed", List.of());
    return ExitCode.OK;
  }

  private int check(CudaFolder folder, InstallLines lines) throws IOException {
    List<String> damaged = folder.damaged(lines);
    lines.close();
    boolean none = damaged.size() == folder.size();
    print(folder, damaged.isEmpty() ? "intact" : none ? "not installed" : "damaged", damaged);
    return damaged.isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void print(CudaFolder folder, String status, List<String> damaged) {
    new Table("what", "status", "libraries", "bytes", "folder", "damaged")
        .row(
            what,
            status,
            folder.size(),
            folder.bytes(),
            folder.path().toString(),
            damaged.size() == folder.size() ? List.of() : damaged)
        .print(format.format);
  }
}
