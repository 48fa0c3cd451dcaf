/** What a source gives, sorted for tests. */
import { join } from 'node:path'
import type { Found, Piece, Source, SourceOptions } from '../../../scripts/move/source.ts'

/** A fixture beside this file, with what a person said about it. */
export const optionsFor = (name: string, said: Partial<SourceOptions> = {}): SourceOptions => ({
  path: join(import.meta.dirname, name),
  name,
  encoding: undefined,
  map: undefined,
  site: undefined,
  timeZone: 'Asia/Shanghai',
  ...said,
})

export interface Given {
  pieces: Map<string, Piece>
  /** Why something stays behind, by its name. */
  dropped: Map<string, string>
  notes: string[]
}

/** All that a source gives, its articles by what they are called in it. */
export async function given(source: Source): Promise<Given> {
  const found: Found[] = []
  for await (const one of source.read()) found.push(one)
  const pieces = found.flatMap((one) => (one.kind === 'piece' ? [one.piece] : []))
  const dropped = found.flatMap((one) => (one.kind === 'dropped' ? [one] : []))
  return {
    pieces: new Map(pieces.map((piece) => [piece.id, piece])),
    dropped: new Map(dropped.map(({ name, why }) => [name, why])),
    notes: found.flatMap((one) => (one.kind === 'note' ? [one.text] : [])),
  }
}

/** The article of an id. Throws where there is none. */
export function pieceIn({ pieces }: Given, id: string): Piece {
  const piece = pieces.get(id)
  if (!piece) throw new Error(`no ${id}, but ${[...pieces.keys()].join(', ')}`)
  return piece
}
