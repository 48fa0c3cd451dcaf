/** What a source gives, sorted by its kind. */
import type { Found, Piece, Source, SourceOptions } from '../../../scripts/move/source.ts'

export async function foundIn(source: Source) {
  const all: Found[] = []
  for await (const found of source.read()) all.push(found)
  const pieces = all.flatMap((found) => (found.kind === 'piece' ? [found.piece] : []))
  return {
    all,
    pieces,
    dropped: all.flatMap((found) => (found.kind === 'dropped' ? [found] : [])),
    notes: all.flatMap((found) => (found.kind === 'note' ? [found.text] : [])),
    piece(id: string): Piece {
      const piece = pieces.find((one) => one.id === id)
      if (!piece) throw new Error(`no piece ${id}`)
      return piece
    },
  }
}

export const optionsFor = (path: string, more: Partial<SourceOptions> = {}): SourceOptions => ({
  path,
  name: path.split('/').at(-1) as string,
  encoding: undefined,
  map: undefined,
  site: undefined,
  timeZone: 'Asia/Shanghai',
  ...more,
})
