package org.freezeout.report;

/**
 * A figure of a page.
 *
 * @param heading a short text above it
 * @param svg the figure
 */
record Figure(String heading, String svg) {}
