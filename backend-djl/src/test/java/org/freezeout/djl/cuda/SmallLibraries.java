package org.freezeout.djl.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A few small files in two artifacts that take the place of the libraries. */
final class SmallLibraries implements ArtifactSource {

  static final String ONE = "g:one:1:x";
  static final String TWO = "g:two:1:x";

  final List<CudaLibrary> libraries = new ArrayList<>();
  final List<List<String>> fetched = new ArrayList<>();
  final Map<String, Path> files = new LinkedHashMap<>();
  Download download = new Download(0, Path.of("/"));

  SmallLibraries(Path folder) throws IOException {
    artifact(folder, ONE, Map.of("liba.so", 100_000));
    Map<String, Integer> two = new LinkedHashMap<>();
    two.put("libcudart.so.11.0", 2_500_000); // more than a piece
    two.put("libc.so", 1);
    artifact(folder, TWO, two);
  }

  @Override
  public Map<String, Path> fetch(List<String> artifacts) {
    fetched.add(artifacts);
    return files;
  }

  @Override
  public Download download(List<String> artifacts) {
    return download;
  }

  private void artifact(Path folder, String artifact, Map<String, Integer> sizes)
      throws IOException {
    Path file = folder.resolve(artifact.replace(':', '-') + ".jar");
    files.put(artifact, file);
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, Integer> size : sizes.entrySet()) {
        byte[] bytes = new byte[size.getValue()];
        new Random(size.getValue()).nextBytes(bytes);
        String entry = "org/" + size.getKey();
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(bytes);
        libraries.add(new CudaLibrary(size.getKey(), artifact, entry, bytes.length, sha256(bytes)));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
