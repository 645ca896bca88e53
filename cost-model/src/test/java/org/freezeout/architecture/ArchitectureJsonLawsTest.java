package org.freezeout.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ArchitectureJsonLawsTest {

  @Property(tries = 300)
  void readingGivesBackWhatWasWritten(@ForAll("architectures") ArchitectureSpec architecture) {
    String text = ArchitectureWriter.write(architecture);
    assertEquals(architecture, ArchitectureReader.read(text));
  }

  @Provide
  Arbitrary<ArchitectureSpec> architectures() {
    return GeneratedArchitectures.architectures();
  }
}
