/** How the desk looks: the tokens of the readers' pages, drawn for work. */
import { hash } from '../delivery/fingerprint'
import { tokens } from '../reading/tokens'
import type { Site } from '../site'
import { ARTICLES } from './style/articles'
import { CARD } from './style/card'
import { COMPARING } from './style/comparing'
import { FORMS } from './style/forms'
import { PASTING } from './style/pasting'
import { PICTURES } from './style/pictures'
import { PINYIN } from './style/pinyin'
import { SAVING } from './style/saving'
import { SECTIONS } from './style/sections'
import { SHELL } from './style/shell'
import { TOOLS } from './style/tools'
import { WRITING } from './style/writing'

const RULES = [
  SHELL,
  FORMS,
  ARTICLES,
  CARD,
  COMPARING,
  PASTING,
  PICTURES,
  PINYIN,
  SAVING,
  SECTIONS,
  TOOLS,
  WRITING,
].join('\n')

const known = new WeakMap<Site, string>()

/** The desk's style sheet. */
export function deskStyle(site: Site): string {
  const style = known.get(site) ?? `${tokens(site)}\n${RULES}`
  known.set(site, style)
  return style
}

/** The file that holds it: another name whenever it says something else, so browsers may keep it for good. */
export const styleName = (site: Site) => `style-${hash(deskStyle(site))}.css`
