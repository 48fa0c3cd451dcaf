/** The HTML that `renderBody` writes, read without a parser: for readers' requests. */

/**
 * A tag: its slash, its name, its attributes. Those are in double quotes, which `>` does not end; in
 * text there is no `<`.
 */
export const TAG = /<(\/?)([a-z][a-z0-9]*)([^">]*(?:"[^"]*"[^">]*)*)>/g
