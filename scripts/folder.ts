/** The articles of a folder, each with a name that stays the same wherever one stands. */
import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { Fault, here } from './command.ts'

/** A file to post. */
export interface Article {
  /** As the person finds it. */
  name: string
  file: string
  /** Its name within the folder that was named, that folder's first, like `articles/2026/a.md`; null for a file by itself. */
  id: string | null
  /** What its pictures lie in: the folder that was named, or for a file by itself the one that it is in. */
  folder: string
}

const IS_ARTICLE = /\.(md|markdown|html?|txt)$/i

/** The files that a name stands for: itself, or all of a folder in order, and how many others are there. */
export function articlesAt(name: string): { articles: Article[]; others: number } {
  const path = here(name)
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) throw new Fault(`${name}: there is no such file or folder`, 'usage')
  if (!stat.isDirectory())
    return { articles: [{ name, file: path, id: null, folder: dirname(path) }], others: 0 }
  const found: string[] = []
  let others = 0
  const walk = (inner: string) => {
    for (const entry of readdirSync(join(path, inner), { withFileTypes: true })) {
      const within = inner ? `${inner}/${entry.name}` : entry.name
      if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
      if (entry.isDirectory()) walk(within)
      else if (entry.isFile() && IS_ARTICLE.test(entry.name)) found.push(within)
      else others++
    }
  }
  walk('')
  const articles = found.sort().map((within) => ({
    name: join(name, within),
    file: join(path, within),
    // Macs write names with their accents apart.
    id: `${basename(path)}/${within}`.normalize('NFC'),
    folder: path,
  }))
  return { articles, others }
}
