/** Which protocols of other people's programs are answered, as `CLIENTS` in wrangler.toml says. */

/** WordPress REST, Micropub, and the Model Context Protocol. */
export const CLIENTS = ['wordpress', 'micropub', 'mcp'] as const

export type Client = (typeof CLIENTS)[number]

/** Those that are switched on, in our order. Throws a `TypeError` that names the variable at fault. */
export function readClients(value = ''): Client[] {
  const named = value.split(/[\s,]+/).filter(Boolean)
  const unknown = named.find((name) => !(CLIENTS as readonly string[]).includes(name))
  if (unknown !== undefined) {
    throw new TypeError(`CLIENTS must name some of ${CLIENTS.join(', ')}, not "${unknown}"`)
  }
  return CLIENTS.filter((name) => named.includes(name))
}
