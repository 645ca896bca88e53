/**
 * Damaged, hostile and random input for every reader: {@link org.freezeout.fuzz.Damage} for bytes,
 * {@link org.freezeout.fuzz.JsonDamage} for JSON, {@link org.freezeout.fuzz.MessageDamage} for
 * protocol buffers, and {@link org.freezeout.fuzz.Law}, which holds for all of them.
 */
package org.freezeout.fuzz;
