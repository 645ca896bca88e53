package org.freezeout.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A chart as an SVG element that can stand in a page beside others: as wide as its place, with a
 * title and a description for people who hear the page, and with identifiers of its own. What the
 * library writes is also made smaller: numbers are rounded to hundredths of a pixel and the
 * segments of a line, which it draws one by one, are joined, so that dashes run on and corners are
 * round.
 *
 * <p>The same chart gives the same text.
 */
final class Svg {

  private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+(?:E-?\\d+)?");
  private static final Pattern RGB = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");
  private static final Pattern CLIP = Pattern.compile("url\\(#([^)]*)\\)");

  private final String id;
  private final Map<String, String> clips = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  private Svg(String id) {
    this.id = id;
  }

  /**
   * Writes a chart.
   *
   * @param id unique on the page; letters, digits and dashes
   * @param title what the chart shows
   * @param description what there is to see in it
   */
  static String of(XYChart chart, String id, String title, String description) {
    var svg = new Svg(id);
    svg.text
        .append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(chart.getWidth())
        .append(' ')
        .append(chart.getHeight())
        .append("\" role=\"img\" aria-labelledby=\"")
        .append(id)
        .append("-title ")
        .append(id)
        .append("-desc\"><title id=\"")
        .append(id)
        .append("-title\">")
        .append(escaped(title))
        .append("</title><desc id=\"")
        .append(id)
        .append("-desc\">")
        .append(escaped(description))
        .append("</desc>\n");
    svg.children(parse(chart));
    return svg.text.append("</svg>").toString();
  }

  /** Text as XML content or in an attribute; characters that XML cannot hold are left out. */
  static String escaped(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFE\\uFFFF]", " ")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static Element parse(XYChart chart) {
    var bytes = new ByteArrayOutputStream();
    try {
      VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      // The text names a DTD that would be fetched from the network.
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      DocumentBuilder builder = factory.newDocumentBuilder();
      return builder.parse(new ByteArrayInputStream(bytes.toByteArray())).getDocumentElement();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("the chart library wrote no SVG", e);
    }
  }

  private void children(Element parent) {
    Element open = null; // the last segment of a path that may go on
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (!(node instanceof Element element)) {
        continue;
      }
      boolean line = element.getTagName().equals("line");
      if (open != null && !(line && continues(open, element))) {
        text.append("\"/>\n");
        open = null;
      }
      if (line) {
        if (open == null) {
          text.append("<path").append(style(element)).append(" d=\"M").append(point(element, "1"));
        }
        text.append('L').append(point(element, "2"));
        open = element;
      } else {
        element(element);
      }
    }
    if (open != null) {
      text.append("\"/>\n");
    }
  }

  private void element(Element element) {
    String name = element.getTagName();
    boolean container = name.equals("g") || name.equals("defs") || name.equals("clipPath");
    if (container && !element.hasChildNodes()) {
      return;
    }
    text.append('<').append(name);
    attributes(element);
    if (container) {
      text.append('>');
      children(element);
      text.append("</").append(name).append(">\n");
    } else {
      text.append("/>\n");
    }
  }

  private static boolean continues(Element line, Element next) {
    return next.getTagName().equals("line")
        && point(line, "2").equals(point(next, "1"))
        && line.getAttribute("style").equals(next.getAttribute("style"));
  }

  private static String point(Element line, String end) {
    return rounded(line.getAttribute("x" + end)) + " " + rounded(line.getAttribute("y" + end));
  }

  private void attributes(Element element) {
    for (int i = 0; i < element.getAttributes().getLength(); i++) {
      String name = element.getAttributes().item(i).getNodeName();
      String value = element.getAttributes().item(i).getNodeValue();
      switch (name) {
        case "style" -> text.append(style(element));
        case "id" -> attribute(name, clip(value));
        case "clip-path" -> {
          Matcher reference = CLIP.matcher(value);
          attribute(name, reference.find() ? "url(#" + clip(reference.group(1)) + ")" : value);
        }
        default -> attribute(name, rounded(value));
      }
    }
  }

  private void attribute(String name, String value) {
    text.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
  }

  /** The library's identifiers are the same in every chart. */
  private String clip(String name) {
    return clips.computeIfAbsent(name, unused -> id + "-clip" + clips.size());
  }

  private static String style(Element element) {
    String style =
        RGB.matcher(element.getAttribute("style"))
            .replaceAll(
                rgb ->
                    String.format(
                        "#%02x%02x%02x",
                        Integer.parseInt(rgb.group(1)),
                        Integer.parseInt(rgb.group(2)),
                        Integer.parseInt(rgb.group(3))));
    style = style.replace("stroke:none;", "").replaceAll(";$", "");
    return style.isEmpty() ? "" : " style=\"" + escaped(rounded(style)) + "\"";
  }

  private static String rounded(String numbers) {
    return NUMBER
        .matcher(numbers)
        .replaceAll(number -> hundredths(Double.parseDouble(number.group())));
  }

  private static String hundredths(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    text = text.replaceAll("\\.?0+$", "");
    return text.equals("-0") ? "0" : text;
  }
}
