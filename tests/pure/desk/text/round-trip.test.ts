import fc from 'fast-check'
import type { Node } from 'prosemirror-model'
import { expect, test } from 'vitest'
import { renderBody } from '../../../../src/articles/body/render'
import { parse } from '../../../../src/desk/script/text/parse'
import { rewrite } from '../../../../src/desk/script/text/serialize'
import { documents } from './documents'
import { HOSTS, shown } from './gate'
import { outlineOf, shownBy } from './outline'

const RUNS = Number(process.env.TEXT_RUNS ?? 1_500)
const SEED = Number(process.env.TEXT_SEED ?? 20261127)

function opened(source: string): Node {
  const doc = parse(source)
  if (!doc) throw new Error(`does not open:\n${source}`)
  return doc
}

test('what a document says is what its page shows, and what it says when it is opened again', () => {
  fc.assert(
    fc.property(documents, (doc) => {
      const source = rewrite(doc)
      const said = outlineOf(doc)
      const body = renderBody(source, 'markdown', HOSTS)
      expect('fault' in body ? body.fault : shownBy(body.html), source).toEqual(said)

      const again = opened(source)
      expect(outlineOf(again), source).toEqual(said)
      const next = rewrite(again)
      if (next === source) return
      // What was untidy is tidy now, and stays so.
      expect(opened(next).toJSON(), source).toEqual(again.toJSON())
      expect(shown(next), source).toBe(shown(source))
    }),
    { numRuns: RUNS, seed: SEED },
  )
}, 300_000)
