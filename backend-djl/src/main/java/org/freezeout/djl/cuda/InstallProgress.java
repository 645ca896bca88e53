package org.freezeout.djl.cuda;

/** Is told how far an installation has come. */
@FunctionalInterface
public interface InstallProgress {

  /** Is told nothing. */
  InstallProgress NONE = (what, done, total) -> {};

  /**
   * Something was done.
   *
   * @param what what is at work, such as the name of a file
   * @param done bytes that are done of all
   * @param total bytes in all
   */
  void at(String what, long done, long total);
}
