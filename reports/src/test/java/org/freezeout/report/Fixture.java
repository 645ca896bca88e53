package org.freezeout.report;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** What several tests need. */
final class Fixture {

  private static final Pattern SVG = Pattern.compile("<svg xmlns=.*?</svg>", Pattern.DOTALL);

  private Fixture() {}

  /** Skips a test that draws text where there is no font. */
  static void assumeFonts() {
    String missing = "";
    try {
      Fonts.check();
    } catch (IllegalArgumentException e) {
      missing = e.getMessage();
    }
    assumeTrue(missing.isEmpty(), missing);
  }

  /** Parses XML; the JDK's parser is strict. */
  static Document xml(String text) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    DocumentBuilder builder = factory.newDocumentBuilder();
    builder.setErrorHandler(new DefaultHandler());
    return builder.parse(new InputSource(new StringReader(text)));
  }

  /** Parses a page of ours, in which everything but a few void elements is closed, as XML. */
  static Document page(String html) throws Exception {
    return xml(
        html.replace("<!DOCTYPE html>", "")
            .replaceAll("<(meta|br)([^>]*)>", "<$1$2/>")
            .replace("&nbsp;", "&#160;"));
  }

  /** The figures of a page. */
  static List<String> figures(String html) {
    List<String> figures = new ArrayList<>();
    Matcher matcher = SVG.matcher(html);
    while (matcher.find()) {
      figures.add(matcher.group());
    }
    return figures;
  }
}
