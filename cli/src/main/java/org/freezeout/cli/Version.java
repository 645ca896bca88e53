package org.freezeout.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version, from the jar's manifest. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = FreezeOutCommand.class.getPackage().getImplementationVersion();
    return new String[] {"freezeout " + Objects.requireNonNullElse(version, "(not packaged)")};
  }
}
