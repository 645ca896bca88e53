/**
 * The {@code freezeout} command. It reads options, calls the other modules and prints; it holds no
 * logic of its own.
 */
package org.freezeout.cli;
