package org.freezeout.report;

import java.io.IOException;
import java.nio.file.Path;
import org.freezeout.experiment.RunFolder;

/**
 * The report of a single run, drawn from its files alone: a page that needs nothing but itself, and
 * the same as Markdown without figures. The same files give the same report.
 */
public final class RunReport {

  private RunReport() {}

  /**
   * Writes the report beside {@code run.json}, replacing the one before.
   *
   * @param folder of a run
   * @return the page
   * @throws IllegalArgumentException if a file is missing or damaged, or there are no fonts, in one
   *     line
   */
  public static Path write(Path folder) throws IOException {
    Fonts.check();
    RunPage page = RunPage.of(RunFolder.read(folder), RunFolder.readArchitecture(folder));
    String html = Templates.html("runPage.jte", page);
    String markdown = Templates.markdown("runText.jte", page);
    AtomicFile.write(folder.resolve(ComparisonReport.MARKDOWN), markdown);
    AtomicFile.write(folder.resolve(ComparisonReport.HTML), html);
    return folder.resolve(ComparisonReport.HTML);
  }
}
