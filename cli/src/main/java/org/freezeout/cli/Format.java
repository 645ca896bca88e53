package org.freezeout.cli;

/** What {@code --format} takes. */
enum Format {
  TABLE,
  CSV,
  JSON
}
