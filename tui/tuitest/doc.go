// Package tuitest runs a program in a pseudo-terminal for tests: Screen is a small
// terminal emulator, Terminal joins it with a process. Tests wait for what the screen
// shows, never for time to pass.
package tuitest
