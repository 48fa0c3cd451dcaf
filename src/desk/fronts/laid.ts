/** What the form of a front holds, and what it asks for. */

import { findArticles } from '../../articles/finding/found'
import { type Front, HOME } from '../../articles/fronts'
import { shelvesOf } from '../../articles/texts/stores'
import { siteOf } from '../../site'
import type { DeskContext } from '../context'
import { localInput } from '../local-time'
import type { Laid } from './form'
import type { Scene } from './scene'

/** What the form holds for a front as it is. */
export const laidFrom = (c: DeskContext, { articles }: Front): Laid[] =>
  articles.map(({ id, title, until }) => ({
    id,
    title,
    until: localInput(until, siteOf(c.env).timeZone),
  }))

/** What the form asks for, in its order; and what was typed that no article is known by. */
export async function laidIn(
  c: DeskContext,
  form: FormData,
  scene: Scene,
): Promise<{ laid: Laid[]; unfound: string | null }> {
  const text = (name: string) => String(form.get(name) ?? '')
  const titles = new Map(
    [...scene.front.articles, ...scene.newest].map(({ id, title }) => [id, title]),
  )
  const rows = form
    .getAll('article')
    .map((value, i) => {
      const id = Number(value)
      const position = Number(text(`position.${id}`)) || i + 1
      const title = titles.get(id) ?? text(`title.${id}`)
      return { id, title, until: text(`until.${id}`), isOut: form.has(`remove.${id}`), position }
    })
    .filter(({ isOut }) => !isOut)
    .sort((a, b) => a.position - b.position)
  const added = form.getAll('add').map((value) => ({
    id: Number(value),
    title: titles.get(Number(value)) ?? '',
    until: '',
  }))
  const other = text('other').trim()
  const found = other === '' ? null : await findOne(c, other, scene.list)
  const laid = [...moved(rows, text('do')), ...added, ...(found ? [found] : [])]
  return {
    laid: [...new Map(laid.map(({ id, title, until }) => [id, { id, title, until }])).values()],
    unfound: other !== '' && !found ? other : null,
  }
}

/** A row moved by its button: `up.7`, `down.7`. */
function moved<T extends { id: number }>(rows: T[], act: string): T[] {
  const [, way, id] = /^(up|down)\.(\d+)$/.exec(act) ?? []
  const at = rows.findIndex((row) => row.id === Number(id))
  const to = way === 'up' ? at - 1 : at + 1
  const [one, other] = [rows[at], rows[to]]
  if (!way || !one || !other) return rows
  return rows.map((row, i) => (i === at ? other : i === to ? one : row))
}

async function findOne(c: DeskContext, words: string, list: string): Promise<Laid | null> {
  const { articles } = await findArticles(shelvesOf(c), siteOf(c.env), {
    words,
    status: 'published',
    section: list === HOME ? null : list,
    author: null,
    from: null,
    before: null,
    order: 'published',
    sections: c.var.person.editor.sections,
    cursor: null,
  })
  const [article] = articles
  return article ? { id: article.id, title: article.title, until: '' } : null
}
