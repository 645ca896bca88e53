/**
 * How fast the parts of FreezeOut are, beside plain DJL. Everything is measured side by side in one
 * process, in turns that rotate, since machines drift: the results are ratios.
 */
package org.freezeout.benchmarks;
