package org.freezeout.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the weights and statistics of one group were on one device when it froze. */
final class FrozenBits {

  private final int group;
  private final String name;
  private final Device device;
  private final int step;
  private final Map<String, NDArray> arrays;
  private final Map<String, byte[]> digests = new LinkedHashMap<>();

  /**
   * Remembers what is there now.
   *
   * @param step the first step in which the group is frozen
   * @param arrays by name
   */
  FrozenBits(int group, String name, Device device, int step, Map<String, NDArray> arrays) {
    this.group = group;
    this.name = name;
    this.device = device;
    this.step = step;
    this.arrays = arrays;
    arrays.forEach((key, array) -> digests.put(key, sha256(array)));
  }

  int group() {
    return group;
  }

  /** The arrays of the group on this device, by name. */
  Map<String, NDArray> arrays() {
    return arrays;
  }

  /** Whether there is nothing left to look at. */
  boolean isReleased() {
    return arrays.values().stream().anyMatch(NDArray::isReleased);
  }

  /** Compares what is there now. */
  FreezeCheck check(long updates) {
    List<String> changed = new ArrayList<>();
    arrays.forEach(
        (key, array) -> {
          if (!Arrays.equals(digests.get(key), sha256(array))) {
            changed.add(key);
          }
        });
    return new FreezeCheck(group, name, device.toString(), step, arrays.size(), changed, updates);
  }

  private static byte[] sha256(NDArray array) {
    NDArray here = array.toDevice(Device.cpu(), false);
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(here.toByteBuffer());
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    } finally {
      if (here != array) {
        here.close();
      }
    }
  }
}
