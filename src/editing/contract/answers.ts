/** What the API answers, as schemas: they describe it in openapi.ts, and type what gives it. */
import * as z from 'zod'
import { type Content, FORMATS } from '../../articles/article'
import { ENGINES } from '../../delivery/engines/all'
import { EVENTS } from '../../delivery/hooks/webhook'
import { CLIENTS } from '../../site/clients'
import { SCOPES } from '../door/scopes'
import { health, purged } from './operating-answers'

const STATUSES = ['draft', 'scheduled', 'published', 'withdrawn'] as const

const text = z.string()
const count = z.int().min(0)
/** An instant in UTC, to the second. */
const instant = text.meta({ format: 'date-time' })
const maybe = <T extends z.ZodType>(schema: T) => schema.nullable()

const source = z.object({ name: text, url: maybe(text) })
const origin = z.object({ system: text, id: text })
const lead = z.object({ picture: text, alt: maybe(text), caption: maybe(text) })
const url = text.meta({ format: 'uri', description: 'Absolute and percent-encoded.' })
const purge = z
  .literal('queued')
  .optional()
  .describe('Present only when the edge or KV could not be told at once.')

/** The fields that an article and an entry in a list share. */
const about = {
  title: text,
  section: text,
  slug: text,
  status: z.enum(STATUSES),
  keywords: z.array(text),
  author: maybe(text),
  language: maybe(text),
  source: maybe(source),
  publishedAt: maybe(instant),
  publishAt: maybe(instant),
}

const added = {
  id: count,
  url,
  revision: count.describe('The number of the current revision: the ETag.'),
  excerpt: text.describe('The summary, or the start of the body.'),
  createdAt: instant,
  updatedAt: instant,
}

/** What the newsroom adds to an article. A replacement may hold these fields; they are ignored. */
export const READ_ONLY = [...Object.keys(added), 'purge', 'notes']

/** What an editor may write: the content of a revision. */
export const contentAnswer = z.strictObject({
  ...about,
  format: z.enum(FORMATS),
  body: text,
  summary: maybe(text),
  origin: maybe(origin),
  lead: maybe(lead),
  card: maybe(text),
  formerAddresses: z.array(text),
} satisfies Record<keyof Content, z.ZodType>)
export type ContentAnswer = z.infer<typeof contentAnswer>

const notes = z
  .array(text)
  .optional()
  .describe(
    'Only there when something was not kept as it was sent: what was left out, read as pinyin or put right.',
  )

const article = z.object({ ...added, ...contentAnswer.shape, purge, notes })

const summary = z.object({ ...added, ...about })
export type SummaryAnswer = z.infer<typeof summary>

const namedKey = z.object({ id: count, name: text })

const revision = z.object({
  number: count,
  createdAt: instant,
  key: namedKey.describe('Who wrote it.'),
  erasedAt: maybe(instant),
})
export type RevisionAnswer = z.infer<typeof revision>

const change = z.union([
  z.object({ field: z.literal('body'), diff: text.describe('A unified diff.') }),
  z.object({
    field: z.enum(Object.keys(contentAnswer.shape).filter((field) => field !== 'body')),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
  }),
])

const draftState = {
  revision: count.describe('Of the article: the one that the draft began from.'),
  isBehind: z.boolean().describe('Whether the article has changed since.'),
}

const handIn = z.object({
  article: summary.describe('As it is now.'),
  revision: count.describe('The one that was handed in.'),
  by: namedKey,
  at: instant,
  note: maybe(text).describe('What the writer says.'),
  returned: maybe(
    z.object({
      by: namedKey,
      at: instant,
      note: maybe(text).describe('What the editor says; null once a revision was erased.'),
    }),
  ).describe('Null while it waits.'),
})

const key = z.object({
  id: count,
  name: text,
  scopes: z.array(z.enum(SCOPES)),
  sections: maybe(z.array(text)),
  createdAt: instant,
  expiresAt: maybe(instant),
  supersededAt: maybe(instant).describe('When it stops working because it was rotated.'),
  revokedAt: maybe(instant),
  lastUsedAt: maybe(instant),
  grantedBy: maybe(count).describe(
    'The key of whoever lets a program act for them, with which this one ends; null for all others.',
  ),
  client: maybe(text).describe('What that program is known by: its address, or its name.'),
})

const webhook = z.object({
  id: count,
  name: text,
  url,
  events: z.array(z.enum(EVENTS)),
  sections: maybe(z.array(text)),
  state: z
    .enum(['on', 'paused', 'gone'])
    .describe('`gone`: its receiver answered 410, and is told nothing any more.'),
  by: count.describe('The number of the key that made it.'),
  createdAt: instant,
  formerSecretUntil: maybe(instant).describe('Until when the secret before signs, too.'),
  owed: count.describe('How many articles it is still to be told of, counted as far as 100.'),
  dead: count.describe('How many it refused until they were given up, counted as far as 100.'),
  calledAt: maybe(instant).describe('The last call.'),
  fault: maybe(text).describe('What came of that; null when it went well.'),
  attempts: count.describe('How often it has failed in a row.'),
  nextAt: maybe(instant).describe('When it is tried again; null where nothing keeps it waiting.'),
})

const problem = z.object({
  type: text.meta({ format: 'uri', description: 'A page that explains the problem.' }),
  title: text,
  status: count,
  detail: text,
  instance: text.meta({ format: 'uri', description: 'Names the request, here and in the log.' }),
  errors: z
    .array(z.object({ field: text, detail: text }))
    .optional()
    .describe('Every fault in the input, with its field and how to put it right.'),
})

const picture = z.object({
  hash: text.describe('SHA-256 of the original as it is kept: its name.'),
  url: maybe(url).describe('The file for whoever does not choose; null when it is gone.'),
  type: text.describe('The original’s.'),
  bytes: count.describe('The original’s.'),
  width: count.describe('In pixels, as it is shown.'),
  height: count,
  frames: count.describe('1 unless it is animated.'),
  alt: maybe(text).describe('Empty: it only decorates; null: nobody has said what it shows.'),
  name: maybe(text),
  files: z.array(z.object({ url, width: count, height: count, type: text })),
  card: maybe(url).describe('1200 × 630, for social networks.'),
  createdAt: instant,
  unusedUntil: maybe(instant).describe(
    'When it is removed unless an article shows it by then; null while one does.',
  ),
  state: z
    .enum(['kept', 'leaving', 'barred'])
    .describe('`barred`: taken down, and not taken again.'),
  purge: purge.describe('Present only when something is left to do: the clock does it.'),
  notes,
})

/** What a section is, here and in an export. */
const section = {
  slug: text,
  name: text,
  position: count.describe('Sections go by it, then by age.'),
  description: maybe(text),
}

const shownSection = z.object({
  ...section,
  url,
  articles: count.describe('How many of its articles readers can see.'),
})

/** A front as `GET` and `PUT` answer it. */
const front = z.object({
  list: text.describe('`home`, or the slug of a section.'),
  url: url.describe('The page that shows it.'),
  articles: z
    .array(
      z.object({ id: count, title: text, url, status: z.enum(STATUSES), until: maybe(instant) }),
    )
    .describe('In their order.'),
})

/** How a word is read, here and in an export. */
const reading = {
  word: text,
  pinyin: text.describe('A syllable to each Han character, with a space between.'),
}

const keptReading = z.object({
  ...reading,
  by: namedKey.describe('Who set it.'),
  updatedAt: instant,
})

const addressRules = z
  .array(
    z.union([
      z.object({ from: text, to: text }),
      z.object({ from: text, origin: text }),
      z.object({ from: text, gone: z.literal(true) }),
    ]),
  )
  .describe('In their order.')

const exportLine = z.union([
  z.object({ type: z.literal('section'), ...section }),
  z.object({ type: z.literal('address-rules'), rules: addressRules }),
  z.object({
    type: z.literal('picture'),
    hash: text,
    alt: maybe(text),
    name: maybe(text),
    files: z.array(text).describe('As `GET /api/pictures/{hash}/files/{name}` has them.'),
    createdAt: instant,
  }),
  z.object({
    type: z.literal('article'),
    id: count,
    revision: count,
    editor: text.describe('The name of the key that wrote it.'),
    ...contentAnswer.shape,
    retiredSlugs: z.array(text).describe('Slugs that redirect to it.'),
    wasPublic: z.boolean(),
    createdAt: instant,
    updatedAt: instant,
  }),
  z.object({
    type: z.literal('revision'),
    article: text.describe('The article’s current slug.'),
    number: count,
    editor: text,
    createdAt: instant,
    erasedAt: maybe(instant),
    content: maybe(contentAnswer),
  }),
  z.object({
    type: z.literal('front'),
    list: text.describe('`home`, or the slug of a section.'),
    articles: z.array(
      z.object({ article: text.describe('Its current slug.'), until: maybe(instant) }),
    ),
  }),
  z.object({ type: z.literal('reading'), ...reading }),
  z.object({
    type: z.literal('end'),
    next: maybe(text).describe('Pass it as `cursor` for the rest; null at the end.'),
  }),
])

const line = count.describe('The number of the line, counted from 1.')

const result = z.union([
  z.object({
    line,
    status: z.literal([200, 201]),
    id: count.optional(),
    url: url.optional(),
    revision: count.optional(),
    type: z.literal('end').optional(),
    notes: notes.describe(
      'Only there when something the line says was passed over, or not kept as it was sent: what, and why.',
    ),
  }),
  problem.omit({ instance: true }).extend({ line, status: count.min(400) }),
])

export const answers = {
  Article: article,
  ArticleList: z.object({
    articles: z.array(summary),
    next: maybe(text).describe('Pass it as `cursor` for the next page; only null marks the end.'),
  }),
  Section: shownSection.extend({ purge }),
  Front: front.extend({ purge }),
  Reading: keptReading,
  ReadingList: z.object({
    readings: z.array(keptReading),
    next: maybe(text).describe('Pass it as `cursor` for the next page; null at the end.'),
  }),
  AddressRules: z.object({
    version: count.describe('Moves on with each change: the ETag.'),
    rules: addressRules,
    editor: maybe(text).describe('The name of the key that set them; null while nobody has.'),
    updatedAt: maybe(instant),
    purge,
  }),
  SectionList: z.object({ sections: z.array(shownSection) }),
  RevisionList: z.object({ revisions: z.array(revision), next: maybe(text) }),
  Revision: revision.extend({ content: maybe(contentAnswer) }),
  Comparison: z.object({ from: revision, to: revision, changes: z.array(change) }),
  Picture: picture,
  PictureList: z.object({
    pictures: z.array(picture),
    next: maybe(text).describe('Pass it as `cursor` for the next page; null at the end.'),
  }),
  PictureFile: z.string().meta({ contentMediaType: 'application/octet-stream' }),
  PictureWithUses: picture.extend({
    articles: z
      .array(
        z.object({
          id: count,
          title: text,
          section: text,
          status: z.enum(STATUSES),
          hasAlt: z
            .boolean()
            .describe('Whether the article says what it shows, or the picture does.'),
        }),
      )
      .describe('Those that show it and your key reaches, of the first 100.'),
  }),
  Preview: z.object({ url, expiresAt: instant }),
  Draft: z.object({
    id: count.describe('The article’s.'),
    ...contentAnswer.shape,
    isPending: z
      .boolean()
      .describe('False where nothing is: it is what readers see, or was discarded.'),
    ...draftState,
    by: maybe(namedKey).describe('Who changed it last; null where it is what readers see.'),
    createdAt: maybe(instant),
    updatedAt: maybe(instant),
    notes,
  }),
  DraftList: z.object({
    drafts: z.array(
      z.object({
        article: summary.describe('As readers see it.'),
        ...draftState,
        by: namedKey,
        createdAt: instant,
        updatedAt: instant,
      }),
    ),
    next: maybe(text).describe('Pass it as `cursor` for the next page; only null marks the end.'),
  }),
  HandIn: handIn,
  HandInList: z.object({
    handIns: z.array(handIn),
    next: maybe(text).describe('Pass it as `cursor` for the next page; only null marks the end.'),
  }),
  Key: key,
  MadeKey: key.extend({ key: text.describe('The secret, shown only this once.') }),
  KeyList: z.object({ keys: z.array(key) }),
  Webhook: webhook,
  MadeWebhook: webhook.extend({
    secret: text.describe('What signs, to check signatures with. Shown only this once.'),
  }),
  WebhookList: z.object({ webhooks: z.array(webhook) }),
  WebhookTest: z.object({
    isTold: z.boolean().describe('Whether the receiver answered with 200 to 299.'),
    status: maybe(count).describe('What it answered; null where it did not.'),
    fault: maybe(text),
  }),
  WebhookResent: z.object({ resent: count }),
  Trail: z.object({
    entries: z.array(
      z.object({
        at: instant,
        keyId: maybe(count).describe('Null for the clock and the command line.'),
        action: text,
        subject: text,
        revision: maybe(count).describe('The revision it was done to.'),
        client: maybe(z.enum(CLIENTS)).describe(
          'The protocol of another program that it came by; null for this API and the desk.',
        ),
      }),
    ),
    next: maybe(count),
  }),
  Outbox: z.object({
    owed: z.array(
      z.object({
        kind: z.enum([
          'purge',
          'overwrite',
          'erase',
          'picture',
          'webhook',
          ...ENGINES.map(({ name }) => name),
        ]),
        subject: text.describe(
          'A page; `site`: all of them. Of what a write changed, the first. Of a picture that could not be removed, its hash. For a webhook, the number of an article.',
        ),
        more: count
          .optional()
          .describe('How many pages more the write changed that owes this purge, if any.'),
        isGone: z
          .boolean()
          .optional()
          .describe(
            'Only there when an engine or a webhook is to be told: whether the page is gone.',
          ),
        webhook: count.optional().describe('The number of the webhook that is to be told.'),
        times: count,
        attempts: count,
        nextAt: instant,
        deadAt: maybe(instant).describe('When it was given up.'),
      }),
    ),
    engines: z.array(
      z.object({
        name: text,
        attempts: count,
        nextAt: instant,
        quotaAt: maybe(instant),
        fault: maybe(text),
      }),
    ),
  }),
  ExportLine: exportLine,
  ImportResult: result,
  Reindexed: z.object({
    done: count,
    next: maybe(count).describe('Pass it as `cursor` to go on; null at the end.'),
  }),
  Spread: z.object({
    done: count.describe('How many texts were moved.'),
    next: maybe(text).describe('Pass it as `cursor` to go on; null at the end.'),
  }),
  Renewed: z.object({
    done: count.describe('How many articles it looked at.'),
    renewed: count.describe('How many of them it changed.'),
    left: z
      .array(count)
      .describe('The numbers of those that cannot be rendered today: they stay as they are.'),
    next: maybe(count).describe('Pass it as `cursor` to go on; null at the end.'),
  }),
  Health: health,
  Purged: purged,
  Problem: problem,
}

export type AnswerName = keyof typeof answers

/** What a handler gives: one that leaves out a field, or misspells it, does not compile. */
export type AnswerOf<Name extends AnswerName> = z.infer<(typeof answers)[Name]>
