/** The documents the API accepts, under the names they have in its description. */
import * as z from 'zod'
import { type Site, slugBudget } from '../../site'
import { rulesInput } from './address-rule-input'
import { READ_ONLY } from './answers'
import { DRAFT_READ_ONLY, draftFields } from './draft-input'
import { handInInput, returnInput } from './hand-in-input'
import {
  articleInput,
  frontInput,
  frontLineInput,
  keyInput,
  pastInput,
  pictureLineInput,
  previewInput,
  revisionInput,
  rotationInput,
  sectionInput,
  sectionLineInput,
} from './input'
import { pictureByUrl, pictureChange, pictureForm } from './picture-input'
import { readingInput, readingLineInput } from './reading-input'
import { webhookInput } from './webhook-input'

const article = (site: Site, isNew: boolean) => {
  const statuses = ['published', 'draft', 'scheduled'] as const
  return articleInput(slugBudget(site), isNew ? [...statuses] : [...statuses, 'withdrawn'])
}

const passedOver = z.unknown().optional().describe('Ignored: the newsroom sets it.')
const ignored = (fields: string[]) => Object.fromEntries(fields.map((field) => [field, passedOver]))

export const inputs = (site: Site) => ({
  NewArticle: article(site, true),
  ArticleReplacement: article(site, false).extend(ignored(READ_ONLY)),
  ArticlePatch: article(site, false).partial(),
  DraftReplacement: article(site, false).extend({
    ...ignored([...READ_ONLY, ...DRAFT_READ_ONLY]),
    ...draftFields,
  }),
  DraftPatch: article(site, false).partial().extend(draftFields),
  ImportLine: z.union([
    article(site, false).extend({ type: z.literal('article').optional(), ...pastInput.shape }),
    sectionLineInput.extend({ type: z.literal('section') }),
    pictureLineInput.extend({ type: z.literal('picture') }),
    revisionInput.extend({ type: z.literal('revision') }),
    frontLineInput.extend({ type: z.literal('front') }),
    readingLineInput.safeExtend({ type: z.literal('reading') }),
    rulesInput.extend({ type: z.literal('address-rules') }),
    z.object({ type: z.literal('end') }),
  ]),
  NewPreview: previewInput,
  NewHandIn: handInInput,
  Return: returnInput,
  PictureByUrl: pictureByUrl,
  PictureForm: pictureForm,
  PictureChange: pictureChange,
  NewSection: sectionInput,
  NewFront: frontInput(0),
  NewReading: readingInput,
  NewAddressRules: rulesInput,
  NewKey: keyInput(0),
  Rotation: rotationInput,
  NewWebhook: webhookInput(site.origin),
  WebhookPatch: webhookInput(site.origin).partial(),
})

export type InputName = keyof ReturnType<typeof inputs>
