/**
 * Characters that no text may hold: control characters other than tab and line ends, and the two
 * non-characters that XML 1.0, and so a feed, cannot carry.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
export const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/
