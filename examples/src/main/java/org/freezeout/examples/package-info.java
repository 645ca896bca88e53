/** Programs that freeze networks of one's own: what a user of DJL would write. */
package org.freezeout.examples;
