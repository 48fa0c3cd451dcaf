/** What the API accepts about pictures, besides their bytes. */
import * as z from 'zod'
import { HASH } from '../../articles/picture'
import { alt, LIMITS, limit } from './input'
import { oneOf, optional, shown, webAddress } from './values'

const fields = {
  alt: optional(alt).describe(
    'What it shows, wherever an article does not say; empty if it only decorates.',
  ),
  name: optional(shown(LIMITS.pictureName)).describe('The file’s name, for people.'),
}

/** What can be said of a picture that is sent as it is. */
export const pictureFields = z.strictObject(fields)

/** A picture to be fetched. */
export const pictureByUrl = z.strictObject({ url: webAddress(LIMITS.sourceUrl), ...fields })

/** A picture as the parts of a form. */
export const pictureForm = z.strictObject({
  picture: z.unknown().describe('The file.'),
  size: z
    .array(z.unknown())
    .optional()
    .describe(
      'The same picture at 320, 640, 1280 and 2560 pixels in width, where you have made them.',
    ),
  card: z.unknown().optional().describe('The same as a JPEG of 1200 × 630, for social networks.'),
  ...fields,
})

/** What is said anew of a picture that is there. */
export const pictureChange = z.strictObject({ alt: fields.alt })

/** The query of `GET /api/pictures`. */
export const picturesInput = z.strictObject({
  filter: optional(oneOf(['all', 'unused', 'without-alt']))
    .transform((filter) => filter ?? 'all')
    .meta({
      description:
        '`unused`: those that no article shows; `without-alt`: those that one shows without saying what they show.',
    }),
  cursor: optional(
    z
      .string()
      .refine(
        (text) => /^[0-9]{1,15}$/.test(text) || HASH.test(text),
        'must be a cursor: the `next` of an earlier answer',
      ),
  ).describe('`next` of the previous answer.'),
  limit,
})
