// Package replog simulates a replicated log over a wide-area network.
package replog
