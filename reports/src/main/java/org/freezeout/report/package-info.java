/**
 * Reports: pages, tables and figures in which predicted and measured savings stand side by side
 * ({@link org.freezeout.report.ComparisonReport}, {@link org.freezeout.report.RunReport}), and
 * pictures of schedules ({@link org.freezeout.report.ScheduleChart}).
 *
 * <p>Everything is drawn from the files of finished runs, so that a report can be made again
 * without training again. What a page shows is put together first (a record for each page) and
 * placed by a template afterwards; savings, intervals and medians come from {@code
 * org.freezeout.experiment}.
 */
package org.freezeout.report;
