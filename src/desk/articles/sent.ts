/** What a form of an article brought: the text, and what it began from. */
import type { Content } from '../../articles/article'
import { findDraft } from '../../articles/drafts'
import { findRevision } from '../../articles/revisions'
import { type StoredArticle, selectStored, toStored } from '../../articles/store'
import { lacksToRead, mayEnter } from '../../editing/door/rights'
import { siteOf } from '../../site'
import type { DeskContext } from '../context'
import { versionsIn } from '../copies/versions'
import { TOKEN } from '../door/sessions'
import { EMPTY, readTyped, type Typed, typedOf } from './typed'

/** What the form holds besides the article. */
export interface Aside {
  /** To the editor whom it is handed in to. */
  note: string
  pictureAlt: string
  pictureDecorates: boolean
  /** Where a picture goes. */
  place: 'lead' | 'body'
}

export const NOTHING_ASIDE: Aside = {
  note: '',
  pictureAlt: '',
  pictureDecorates: false,
  place: 'lead',
}

export interface Sent {
  form: FormData
  /** Which button was pressed. */
  act: string
  once: string
  /** The revision that the form began from; 0 for a new article. */
  revision: number
  /** The pending draft that it began from, by its version; empty for none. */
  draft: string
  /** The versions of the working copy that the form's text is, and that it follows. */
  copy: number[]
  typed: Typed
  aside: Aside
}

/** What was typed in a field; empty when it was not sent. */
export const wordIn = (form: FormData, name: string) => {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}

/** What was sent, on top of what the form held. */
export function sentIn(form: FormData, was: Typed): Sent {
  return {
    form,
    act: wordIn(form, 'do') || 'save',
    once: TOKEN.test(wordIn(form, 'once')) ? wordIn(form, 'once') : '',
    revision: revisionIn(form),
    draft: draftIn(form),
    copy: versionsIn(wordIn(form, 'copy')),
    typed: readTyped(form, was),
    aside: {
      note: wordIn(form, 'note'),
      pictureAlt: wordIn(form, 'pictureAlt'),
      pictureDecorates: wordIn(form, 'pictureDecorates') === 'yes',
      place: wordIn(form, 'place') === 'body' ? 'body' : 'lead',
    },
  }
}

export const revisionIn = (form: FormData) =>
  Number(/^\d{1,15}$/.exec(wordIn(form, 'revision'))) || 0

export const draftIn = (form: FormData) => /^\w{1,64}$/.exec(wordIn(form, 'draft'))?.[0] ?? ''

/** What the form of a new article holds: the person's only section, if they have but one. */
export const emptyFor = (c: DeskContext): Typed => ({
  ...EMPTY,
  section:
    c.var.person.editor.sections?.length === 1 ? (c.var.person.editor.sections[0] ?? '') : '',
})

/**
 * The article in the address, if the person may see it. It was looked up with the session; asked for again it
 * is looked up anew.
 */
export async function articleIn(c: DeskContext): Promise<StoredArticle | null> {
  const { person, db } = c.var
  const id = Number(c.req.param('id'))
  if (lacksToRead(person.editor)) return null
  const article = await toStored(person.article ?? (await selectStored(db, id).run()))
  return article && mayEnter(person.editor, article.section.slug) ? article : null
}

/**
 * The content that a form began from: of a draft that is another one by now, the revision that it came from. Null
 * when it is gone, or was never the person's to see.
 */
export async function contentAt(
  c: DeskContext,
  article: StoredArticle,
  { revision, draft }: Pick<Sent, 'revision' | 'draft'>,
): Promise<Content | null> {
  const pending = draft === '' ? null : await findDraft(c.var.db, article)
  if (pending?.version === draft && mayEnter(c.var.person.editor, pending.content.section)) {
    return pending.content
  }
  if (revision === article.revision) return article.content
  const found = await findRevision(c.var.db, article.id, revision)
  return found?.content && mayEnter(c.var.person.editor, found.content.section)
    ? found.content
    : null
}

/** What the form holds for a content. */
export const typedAt = (c: DeskContext, content: Content): Typed => typedOf(content, siteOf(c.env))
