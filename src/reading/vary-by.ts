/**
 * Which keys of a query the home page takes notice of: those that the newsroom's address rules name. It says
 * so itself, in the header that is made for that (https://wicg.github.io/nav-speculation/no-vary-search.html),
 * so that whoever serves a copy of it knows.
 */

const HEADER = 'No-Vary-Search'

/** For a page that takes notice of these keys; nothing where there are none. */
export const varyBy = (keys: string[]): Record<string, string> =>
  keys.length === 0
    ? {}
    : {
        [HEADER]: `params, except=(${keys.map((key) => `"${encodeURIComponent(key)}"`).join(' ')})`,
      }

/** Whether a query has a key that the page takes notice of. */
export function isNoticed(query: string, headers: Headers): boolean {
  const said = /except=\(([^)]*)\)/.exec(headers.get(HEADER) ?? '')?.[1] ?? ''
  const keys = said.split(' ').map((key) => decodeURIComponent(key.slice(1, -1)))
  return [...new URLSearchParams(query).keys()].some((key) => key !== '' && keys.includes(key))
}
