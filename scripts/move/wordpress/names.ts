/** The names of elements in an export, whatever its version and its prefixes. */

/** The prefix by which this code calls the elements of a namespace. */
const USUAL: [RegExp, string][] = [
  [/wordpress\.org\/export\/[\d.]+\/excerpt\/?$/, 'excerpt'],
  [/wordpress\.org\/export\/[\d.]+\/?$/, 'wp'],
  [/purl\.org\/rss\/1\.0\/modules\/content\/?$/, 'content'],
  [/purl\.org\/dc\/elements\/[\d.]+\/?$/, 'dc'],
]

/** Learns from attributes like `xmlns:w="http://wordpress.org/export/1.1/"`, and gives the usual names. */
export function namer() {
  const prefixes = new Map<string, string>()
  return {
    learn(attributes: Record<string, string>): void {
      for (const name in attributes) {
        if (!name.startsWith('xmlns:')) continue
        const uri = (attributes[name] as string).trim()
        const usual = USUAL.find(([pattern]) => pattern.test(uri))?.[1]
        if (usual) prefixes.set(name.slice('xmlns:'.length), usual)
      }
    },
    usual(name: string): string {
      const colon = name.indexOf(':')
      if (colon < 0) return name
      const prefix = name.slice(0, colon)
      return `${prefixes.get(prefix) ?? prefix}${name.slice(colon)}`
    },
  }
}
