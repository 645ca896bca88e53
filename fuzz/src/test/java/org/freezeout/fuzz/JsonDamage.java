package org.freezeout.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damages JSON: its values, its names and its structure, or, now and then, its bytes. */
public final class JsonDamage {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]++|\\\\.)*+\"\\s*+:?+|-?[0-9][0-9.eE+-]*+|[a-zA-Z]++|[\\[\\]{},]|\\s++");

  private JsonDamage() {}

  /**
   * A damaged copy.
   *
   * @param json intact JSON, or lines of JSON
   * @param other another one, of which parts may be taken
   */
  public static byte[] of(String json, String other, Random random) {
    if (random.nextInt(4) == 0) {
      return Damage.of(Damage.bytes(json), Damage.bytes(other), random);
    }
    List<String> tokens = tokens(json);
    List<String> others = tokens(other);
    for (int changes = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(4); changes > 0; changes--) {
      change(tokens, others, random);
    }
    byte[] bytes = String.join("", tokens).getBytes(StandardCharsets.UTF_8);
    return random.nextInt(20) == 0 ? Damage.of(bytes, bytes, random) : bytes;
  }

  private static List<String> tokens(String json) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(json);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  private static void change(List<String> tokens, List<String> others, Random random) {
    if (tokens.isEmpty()) {
      return;
    }
    int at = random.nextInt(tokens.size());
    if (random.nextInt(5) != 0) { // values and names are the most rewarding
      for (int i = 0; i < 50 && !isScalar(tokens.get(at)); i++) {
        at = random.nextInt(tokens.size());
      }
    }
    String token = tokens.get(at);
    switch (random.nextInt(12)) {
      case 0 -> tokens.remove(at);
      case 1 -> { // a part is there twice, fields too
        int to = Math.min(tokens.size(), at + 1 + random.nextInt(8));
        tokens.addAll(at, List.copyOf(tokens.subList(at, to)));
      }
      case 2 -> { // a part is missing
        int to = Math.min(tokens.size(), at + 1 + random.nextInt(8));
        tokens.subList(at, to).clear();
      }
      case 3 -> tokens.set(at, others.get(random.nextInt(others.size())));
      case 4 -> tokens.set(at, deep(random));
      case 5 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
      default -> tokens.set(at, isName(token) ? name(token, random) : value(token, random));
    }
  }

  private static boolean isName(String token) {
    return token.startsWith("\"") && token.endsWith(":");
  }

  private static boolean isScalar(String token) {
    return token.matches("[\"0-9a-zA-Z-].*");
  }

  private static String name(String token, Random random) {
    return random.nextInt(3) > 0 ? token : quoted(Hostile.text(random), random) + ":";
  }

  private static String value(String token, Random random) {
    boolean text = token.startsWith("\"");
    return switch (random.nextInt(10)) {
      case 0 -> "null";
      case 1 -> random.nextBoolean() ? "true" : "false";
      case 2 -> random.nextBoolean() ? "{}" : "[]";
      case 3 -> random.nextBoolean() ? "[" + token + "]" : "{\"a\": " + token + "}";
      case 4 -> text ? Hostile.number(random) : quoted(Hostile.text(random), random);
      case 5 -> quoted(Hostile.number(random), random);
      default -> text ? quoted(Hostile.text(random), random) : Hostile.number(random);
    };
  }

  private static String deep(Random random) {
    int depth = List.of(10, 70, 999, 5_000, 100_000).get(random.nextInt(5));
    return switch (random.nextInt(4)) {
      case 0 -> "[".repeat(depth);
      case 1 -> "{\"a\":".repeat(depth);
      case 2 -> "[".repeat(depth) + "]".repeat(depth);
      default -> "{\"type\":\"concatenation\",\"body\":[".repeat(depth) + "]}".repeat(depth);
    };
  }

  /** As a JSON text: most characters as they are, or escaped; sometimes what JSON forbids. */
  private static String quoted(String text, Random random) {
    boolean raw = random.nextInt(10) == 0;
    boolean escaped = random.nextInt(3) == 0;
    StringBuilder json = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (!raw && (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c) || escaped)) {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"').toString();
  }
}
