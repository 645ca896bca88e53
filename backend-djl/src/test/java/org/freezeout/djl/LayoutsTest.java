package org.freezeout.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.freezeout.architecture.ArchitectureSpec;
import org.freezeout.architecture.Architectures;
import org.junit.jupiter.api.Test;

/** Where MXNet 1.9.1 gave other bits for a copy of its input than for the input itself. */
class LayoutsTest {

  @Test
  void findsTheGroupsBehindAConvolutionOrPoolingThatBeginWithoutOne() throws IOException {
    assertEquals(List.of("conv1"), shown("wrn-16-2"));
    assertEquals(List.of(), shown("vgg-11"));
    assertEquals(List.of(), shown("resnet-18"));
    List<String> dense = shown("densenet-bc-16-12");
    assertEquals(3, dense.size(), dense::toString);
    assertEquals("conv1", dense.get(0));
  }

  private static List<String> shown(String name) throws IOException {
    ArchitectureSpec architecture =
        Architectures.named(name, Optional.empty(), OptionalInt.empty());
    boolean[] show = Layouts.showInBits(architecture);
    return IntStream.range(0, show.length)
        .filter(i -> show[i])
        .mapToObj(i -> architecture.groups().get(i).name())
        .collect(Collectors.toList());
  }
}
