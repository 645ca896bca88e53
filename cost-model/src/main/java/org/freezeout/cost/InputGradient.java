package org.freezeout.cost;

/** For how long the gradient with respect to an operation's input is needed. */
public enum InputGradient {
  /** Nothing that learns lies before the operation. */
  NEVER,
  /** What learns before it belongs to earlier groups: while one of them trains. */
  WHILE_AN_EARLIER_GROUP_TRAINS,
  /** Something before it in its own group learns: while its own group trains. */
  WHILE_ITS_GROUP_TRAINS
}
