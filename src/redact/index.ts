/**
 * redact: surfaces and marks. Applies marks to a surface's text, tree or pixels, finds the places of a text, and writes surfaces as HTML that
 * can neither run nor load anything. Pure. The same functions serve the viewer and the exporter, so that what is shown is what leaves.
 */
export { type FrameOptions, type FramePage, frameDocument } from './frame.ts'
export { type Cut, cutsOf, type MarkerOf, markersFrom, markerText } from './markers.ts'
export { needlesOf } from './needles.ts'
export { alignQuote, findLetters, findPlaces } from './places.ts'
export { applyToPixels, pixelRegions, regionsOf } from './regions.ts'
export { escapeHtml, type SerialiseOptions, serialiseTree } from './serialise.ts'
export { createStyleSheet, type StyleSheet } from './style-sheet.ts'
export { type AppliedText, applyToText, type Replacement } from './text.ts'
export { type AppliedTree, applyToSurface, applyToTree, cutTree } from './tree.ts'
