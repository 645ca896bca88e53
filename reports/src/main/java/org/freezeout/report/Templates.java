package org.freezeout.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;

/** The pages' templates, which are Java classes of this package since the build. */
final class Templates {

  private static final String PACKAGE = Templates.class.getPackageName();

  private static final TemplateEngine HTML = engine(ContentType.Html);
  private static final TemplateEngine PLAIN = engine(ContentType.Plain);

  private Templates() {}

  /** Renders an HTML template, every value escaped for its place. */
  static String html(String template, Object page) {
    return render(HTML, template, page, new StringOutput());
  }

  /** Renders a Markdown template, every value escaped. */
  static String markdown(String template, Object page) {
    return render(PLAIN, template, page, new MarkdownOutput());
  }

  private static String render(
      TemplateEngine engine, String template, Object page, TemplateOutput output) {
    engine.render(template, page, output);
    return output.toString();
  }

  private static TemplateEngine engine(ContentType type) {
    return TemplateEngine.createPrecompiled(null, type, Templates.class.getClassLoader(), PACKAGE);
  }
}
