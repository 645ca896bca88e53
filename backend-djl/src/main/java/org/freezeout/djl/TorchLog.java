package org.freezeout.djl;

import com.sun.jna.NativeLibrary;

/**
 * What PyTorch's native library writes to stderr. On processors that its NNPACK does not know it
 * says so before every convolution; there is no setting for it but a variable of the library.
 */
final class TorchLog {

  private static final String LEAST_SEVERITY = "FLAGS_caffe2_log_level";
  private static final int ERROR = 2;

  private TorchLog() {}

  /** Leaves out warnings from now on, once the library is loaded. */
  static void errorsOnly() {
    try {
      NativeLibrary.getInstance("c10").getGlobalVariableAddress(LEAST_SEVERITY).setInt(0, ERROR);
    } catch (UnsatisfiedLinkError e) {
      // A library without the variable: its warnings harm nothing.
    }
  }
}
