/** Pictures that are written out whole in an address (`data:`, RFC 2397). */

const DATA = /^data:(image\/[\w.+-]+)((?:;[\w-]+(?:=[^;,]*)?)*),(.*)$/is

/** The file in a `data:` address; null for any other address, and for one that cannot be read. */
export function fileOf(address: string): File | null {
  const [, type, options = '', text = ''] = DATA.exec(address) ?? []
  if (!type) return null
  try {
    const held = decodeURIComponent(text)
    const raw = /;base64$/i.test(options) ? atob(held.replace(/\s/g, '')) : held
    const bytes = Uint8Array.from(raw, (character) => character.charCodeAt(0))
    return new File([bytes], `pasted.${type.split('/')[1]?.replace('jpeg', 'jpg')}`, { type })
  } catch {
    return null
  }
}
