/**
 * The packaged program as a process of its own, and what can go wrong around it: it is killed, the
 * disk is full, a folder cannot be written, files are damaged, two processes meet in one folder.
 */
package org.freezeout.faults;
