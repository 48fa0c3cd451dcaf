/** The plugin has no types of its own. */
declare module 'markdown-it-footnote' {
  const footnote: (md: import('markdown-it').MarkdownIt) => void
  export default footnote
}
