/** What is said of an operation of the API. */
import type { z } from 'zod'
import type { ProblemName } from '../door/problems'
import type { Scope } from '../door/scopes'
import type { AnswerName } from './answers'
import type { InputName } from './documents'

export interface Operation {
  id: string
  tag: keyof typeof TAGS
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below /api. */
  path: string
  summary: string
  description?: string
  /**
   * What the key needs: none where any will do, null where any for articles, or `export:read`, will; and
   * `open` where no key is asked for.
   */
  scopes: Scope[] | null | 'open'
  query?: z.ZodObject
  ifMatch?: true
  idempotent?: true
  body?: {
    type?: string
    schema: InputName
    example: object
    /** Other types of media, and what they are; null for bytes. */
    others?: Record<string, InputName | null>
  }
  answers: Record<number, Answer>
  problems: ProblemName[]
}

export interface Answer {
  what: string
  schema: AnswerName | AnswerName[]
  type?: string
  headers?: ('ETag' | 'Location')[]
}

export const TAGS = {
  Articles: 'What editors write.',
  Revisions: 'Earlier versions of an article: read, compared, restored, erased.',
  Drafts: 'Changes of published articles that wait to be published.',
  'Hand-ins': 'Drafts of those who may not publish, for those who may: approved, or sent back.',
  Pictures: 'Sent once, shown in any number of articles, taken down everywhere.',
  Sections: 'The headings articles appear under.',
  Fronts: 'The articles that stand first on the home page and on sections’ pages.',
  Readings:
    'How the newsroom reads its words: they are proposed at the desk before any dictionary’s.',
  'Old addresses': 'Where addresses of an earlier site lead, pattern by pattern.',
  Archive: 'Everything out, and back in.',
  Keys: 'Who may do what, and who did what.',
  Webhooks: 'Whose programs are told of what readers can see.',
  Operating: 'Whether everything runs, and what to do after a change by hand.',
}
