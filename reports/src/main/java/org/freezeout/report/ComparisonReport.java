package org.freezeout.report;

import java.io.IOException;
import java.nio.file.Path;
import org.freezeout.experiment.Comparison;

/**
 * The report of a comparison, drawn from its files alone: {@value #HTML}, a page that needs nothing
 * but itself, {@value #MARKDOWN} and {@value #CSV}. The same files give the same report.
 */
public final class ComparisonReport {

  /** The page. */
  public static final String HTML = "report.html";

  /** The same without figures. */
  public static final String MARKDOWN = "report.md";

  /** The rows of the comparison. */
  public static final String CSV = "comparison.csv";

  private ComparisonReport() {}

  /**
   * Writes the report beside {@code comparison.json}, replacing the one before.
   *
   * @param folder of a comparison
   * @return the page
   * @throws IllegalArgumentException if a file is missing or damaged, or there are no fonts, in one
   *     line
   */
  public static Path write(Path folder) throws IOException {
    Fonts.check();
    Comparison comparison = Comparison.read(folder);
    ComparisonPage page = ComparisonPage.of(comparison);
    String html = Templates.html("comparisonPage.jte", page);
    String markdown = Templates.markdown("comparisonText.jte", page);
    String csv = ComparisonCsv.of(comparison.rows());
    AtomicFile.write(folder.resolve(CSV), csv);
    AtomicFile.write(folder.resolve(MARKDOWN), markdown);
    AtomicFile.write(folder.resolve(HTML), html);
    return folder.resolve(HTML);
  }
}
