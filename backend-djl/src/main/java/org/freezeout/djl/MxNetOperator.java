package org.freezeout.djl;

import ai.djl.engine.EngineException;
import ai.djl.mxnet.engine.MxNDArray;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.mxnet.jna.LibUtils;
import ai.djl.ndarray.NDArray;
import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;
import java.util.Map;

/**
 * An operator of MXNet that writes several arrays in place. DJL's own way to invoke operators takes
 * one such array: it tells MXNet that there is one output, however many it is given.
 */
final class MxNetOperator {

  private final Pointer operator;
  private final Function invoke;

  /**
   * Finds an operator in the library that DJL has loaded.
   *
   * @throws EngineException if it has none of that name
   */
  MxNetOperator(String name) {
    NativeLibrary library = NativeLibrary.getInstance(LibUtils.getLibName());
    invoke = library.getFunction("MXImperativeInvoke");
    var found = new PointerByReference();
    JnaUtils.checkCall(library.getFunction("NNGetOpHandle").invokeInt(new Object[] {name, found}));
    operator = found.getValue();
  }

  /**
   * Computes.
   *
   * @param outputs all that there are; may be among the inputs
   * @throws EngineException if MXNet refuses it
   */
  void invoke(List<NDArray> inputs, List<NDArray> outputs, Map<String, String> params) {
    try (Memory in = handles(inputs);
        Memory out = handles(outputs)) {
      JnaUtils.checkCall(
          invoke.invokeInt(
              new Object[] {
                operator,
                inputs.size(),
                in,
                new IntByReference(outputs.size()),
                new PointerByReference(out),
                params.size(),
                params.keySet().toArray(String[]::new),
                params.values().toArray(String[]::new)
              }));
    }
  }

  private static Memory handles(List<NDArray> arrays) {
    Memory handles = new Memory((long) arrays.size() * Native.POINTER_SIZE);
    for (int i = 0; i < arrays.size(); i++) {
      handles.setPointer((long) i * Native.POINTER_SIZE, ((MxNDArray) arrays.get(i)).getHandle());
    }
    return handles;
  }
}
