// Package content reads packs: folders of lessons, scenarios, rubrics, decks and
// drills in the format sysprep/v1. The embedded core pack (packs/core) goes through
// the same loader as any other.
//
// Packs are hostile until proven otherwise: text is filtered, unknown keys are
// refused, and each fault is reported with file, line and what to do.
package content
