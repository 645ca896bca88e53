/**
 * Networks as data: operations, the layer groups that freeze together, and a catalogue of known
 * architectures. Start at {@link org.freezeout.architecture.ArchitectureSpec}.
 */
package org.freezeout.architecture;
