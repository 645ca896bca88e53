package org.freezeout.report;

import gg.jte.output.StringOutput;

/**
 * Output of a Markdown template. Values are escaped, the template's own text is not, so that a name
 * from a file can neither break a table nor become markup.
 */
final class MarkdownOutput extends StringOutput {

  @Override
  public void writeUserContent(String value) {
    writeContent(escaped(value));
  }

  static String escaped(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replaceAll("[\\\\`*_\\[\\]#|~!>$]", "\\\\$0");
  }
}
