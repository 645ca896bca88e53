package org.freezeout.report;

/**
 * Something that is known of an experiment.
 *
 * @param name what
 * @param value how it is
 */
record Fact(String name, String value) {}
