/**
 * Characters that no text may hold: control characters other than tab and line ends, and the two
 * non-characters that XML 1.0, and so a feed, cannot carry.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
export const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/

/** A character as Unicode names it, like U+000B. */
export const codeOf = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/**
 * What is wrong with a text that holds a control character, as the end of a sentence that starts with its
 * name: which, and where. Null when it holds none.
 */
export function controlFault(text: string): string | null {
  const { 0: control, index } = CONTROL.exec(text) ?? {}
  if (control === undefined || index === undefined) return null
  const lines = text.slice(0, index).split(/\r\n|[\r\n]/)
  const column = [...(lines.at(-1) ?? '')].length + 1
  const place =
    lines.length > 1 || /[\r\n]/.test(text)
      ? `line ${lines.length}, character ${column}`
      : `character ${column}`
  return `holds the control character ${codeOf(control)} at ${place}; remove it`
}
