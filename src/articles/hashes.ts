/** How a body names the newsroom's own pictures. */

/** What names a picture in a body; and in what is no address, perhaps a little more. */
const NAMED = /(?:picture:\s*|\/pictures\/)([0-9a-f]{64})/gi

/** The hashes in a source, each once: all that its rendering can name. */
export const hashesIn = (source: string) => [
  ...new Set([...source.matchAll(NAMED)].map(([, hash = '']) => hash.toLowerCase())),
]
