package org.freezeout.djl.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Puts the libraries of MXNet's CUDA build into their folder. Each appears under its name only when
 * it is whole and has its published checksum, so an installation that was interrupted goes on with
 * the next library, and one that is complete does nothing.
 */
public final class CudaInstallation {

  private static final String DRAFT = ".part";

  /** What files other than the libraries may take. */
  private static final long MARGIN = 50_000_000;

  private final CudaFolder folder;
  private final ArtifactSource source;
  private final DiskSpace disk;
  private final InstallProgress progress;

  CudaInstallation(
      CudaFolder folder, ArtifactSource source, DiskSpace disk, InstallProgress progress) {
    this.folder = folder;
    this.source = source;
    this.disk = disk;
    this.progress = progress;
  }

  /**
   * An installation with Maven into the standard folder.
   *
   * @throws IllegalArgumentException on a platform that the libraries are not published for
   */
  public static CudaInstallation standard(ArtifactSource source, InstallProgress progress) {
    CudaPlatform.check();
    return new CudaInstallation(CudaFolder.standard(), source, DiskSpace.HERE, progress);
  }

  /**
   * Installs what is missing.
   *
   * @return whether anything was
   * @throws IllegalArgumentException if there is too little disk space, or another installation is
   *     at work
   * @throws IOException if an artifact cannot be had or is not what was published, in one line
   */
  public boolean install() throws IOException {
    if (folder.missing().isEmpty() && isComplete()) {
      return false;
    }
    checkSpace(folder.unverified());
    Files.createDirectories(folder.path());
    try (FileChannel channel =
        FileChannel.open(
            folder.path().resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(channel);
      deleteDrafts();
      for (CudaLibrary library : folder.unverified()) {
        // Here already, from before its name was written down.
        if (folder.isIntact(library, n -> {})) {
          folder.remember(library);
        } else {
          Files.deleteIfExists(folder.file(library));
        }
      }
      extract(folder.unverified());
      complete();
      return true;
    }
  }

  private void checkSpace(List<CudaLibrary> wanted) throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    long extracted = CudaLibrary.bytes(wanted) + MARGIN;
    ArtifactSource.Download download =
        source.download(wanted.stream().map(CudaLibrary::artifact).distinct().toList());
    if (download.bytes() == 0) {
      disk.check(folder.path(), extracted);
    } else if (disk.same(folder.path(), download.folder())) {
      disk.check(folder.path(), extracted + download.bytes());
    } else {
      disk.check(folder.path(), extracted);
      disk.check(download.folder(), download.bytes());
    }
  }

  private void extract(List<CudaLibrary> wanted) throws IOException {
    if (wanted.isEmpty()) {
      return;
    }
    Map<String, Path> artifacts =
        source.fetch(wanted.stream().map(CudaLibrary::artifact).distinct().toList());
    disk.check(folder.path(), CudaLibrary.bytes(wanted));
    long total = folder.bytes();
    long[] done = {total - CudaLibrary.bytes(wanted)};
    for (CudaLibrary library : wanted) {
      extract(
          library,
          artifacts.get(library.artifact()),
          n -> progress.at(library.file(), done[0] += n, total));
      folder.remember(library);
    }
  }

  private void extract(CudaLibrary library, Path artifact, IntConsumer copied) throws IOException {
    Path draft = folder.path().resolve(library.file() + DRAFT);
    try (ZipFile zip = new ZipFile(artifact.toFile())) {
      ZipEntry entry = zip.getEntry(library.entry());
      if (entry == null) {
        throw new IOException(artifact + " holds no " + library.entry());
      }
      String sha256;
      try (InputStream in = zip.getInputStream(entry);
          FileChannel out =
              FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        sha256 = Sha256.copy(in, out, copied);
        out.force(true);
      }
      if (!sha256.equals(library.sha256())) {
        throw new IOException(
            library.file()
                + " in "
                + artifact
                + " is not what was published (SHA-256 "
                + sha256
                + "): delete that file and try again");
      }
      Files.move(draft, folder.file(library), StandardCopyOption.ATOMIC_MOVE);
    } catch (ZipException e) {
      throw new IOException(
          artifact + " is damaged (" + e.getMessage() + "): delete it and try again", e);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private boolean isComplete() {
    return Files.isRegularFile(unused()) && Files.exists(runtimeLink());
  }

  /** The two files that are no artifact's. */
  private void complete() throws IOException {
    Path draft = folder.path().resolve(CudaLibrary.UNUSED + DRAFT);
    Files.write(draft, StubLibrary.of(CudaLibrary.UNUSED, List.of(), 0));
    Files.move(
        draft, unused(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (!Files.exists(runtimeLink())) {
      Files.deleteIfExists(runtimeLink());
      Files.createSymbolicLink(runtimeLink(), Path.of(CudaLibrary.RUNTIME));
    }
  }

  private Path unused() {
    return folder.path().resolve(CudaLibrary.UNUSED);
  }

  /** DJL counts GPUs through a library of this name. */
  private Path runtimeLink() {
    return folder.path().resolve("libcudart.so");
  }

  private void deleteDrafts() throws IOException {
    try (DirectoryStream<Path> drafts = Files.newDirectoryStream(folder.path(), "*" + DRAFT)) {
      for (Path draft : drafts) {
        Files.delete(draft);
      }
    }
  }

  /** Until the channel is closed. */
  private void lock(FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held by this very program.
    }
    if (lock == null) {
      throw new IllegalArgumentException(
          "another installation is at work in " + folder.path() + "; wait for it to end");
    }
  }
}
