/** The tool that brings in a picture. */
import * as z from 'zod'
import { type Caller, callApi } from '../../editing/calling'
import { type AnswerOf, answers } from '../../editing/contract/answers'
import { pictureByUrl } from '../../editing/contract/picture-input'
import { failed, refused, tool } from './tool'

/**
 * A file sent in Base64, and its characters. It is in memory four times on the way: as bytes of the message, as its
 * text, as read, and decoded; a Worker has 128 MB for all it does. Larger ones are fetched from an address.
 */
const MAX_FILE_BYTES = 8_000_000
export const MAX_DATA_LENGTH = Math.ceil(MAX_FILE_BYTES / 3) * 4

const { url, ...about } = pictureByUrl.shape
const { Picture } = answers

export const uploadPicture = tool({
  name: 'upload_picture',
  title: 'Upload a picture',
  description: `Keeps a picture in the newsroom, to be shown in articles: either from an address on the public internet (\`url\`), or sent here in Base64 (\`data\`, 8 MB at most). JPEG, PNG, WebP, GIF or AVIF, of 20 MB and 50 megapixels at most; what a camera wrote about place and owner is cut out. The same picture sent again is the same picture. One that no article shows goes after thirty days.

The answer has \`markdown\` to put into a body, and \`hash\` for an article's \`lead\`: { "picture": hash }. Say in \`alt\` what the picture shows, for those who cannot see it.`,
  input: z.strictObject({
    url: url.nullish().describe('Where to fetch it: http or https, not a private address.'),
    data: z
      .string('must be Base64 in a string')
      .min(1, 'is empty')
      .max(
        MAX_DATA_LENGTH,
        'is too long; a picture may take 8 MB here, and 20 MB at an address passed as url',
      )
      .nullish()
      .describe('The file in Base64, without data: in front.'),
    ...about,
  }),
  output: Picture.pick({
    hash: true,
    url: true,
    type: true,
    width: true,
    height: true,
    alt: true,
  }).extend({
    markdown: z.string().describe('How a Markdown text shows it.'),
    notes: z.array(z.string()).describe('What of it was not kept.'),
  }),
  annotations: {
    readOnlyHint: false,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: true,
  },
  scopes: ['articles:write'],
  call: async ({ caller }, { data, ...fields }) => {
    if ((data == null) === (fields.url == null)) return failed('Give either url or data.')
    const sent = data == null ? null : bytesOf(data)
    if (sent === undefined) return failed('data is not Base64. Nothing was stored.')
    const answered = sent
      ? await sendBytes(caller, sent, fields)
      : await callApi<AnswerOf<'Picture'>>(caller, 'POST', '/pictures', { json: fields })
    if (!answered.isOk) return refused(answered)
    const { hash, url, type, width, height, alt, notes = [] } = answered.body
    const markdown = `![${markdownOf(alt ?? '')}](picture:${hash})`
    return {
      says: alt === null ? NOT_DESCRIBED : 'The picture is kept.',
      value: { hash, url, type, width, height, alt, markdown, notes },
    }
  },
})

const NOT_DESCRIBED =
  'The picture is kept. Nobody has said yet what it shows: say so between the brackets wherever you show it.'

type Native = Uint8ArrayConstructor & { fromBase64(text: string): Uint8Array<ArrayBuffer> }

/** Undefined for what is no Base64. */
function bytesOf(data: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return (Uint8Array as Native).fromBase64(data)
  } catch {
    return undefined
  }
}

function sendBytes(
  caller: Caller,
  body: Uint8Array<ArrayBuffer>,
  { alt, name }: { alt?: string | null | undefined; name?: string | null | undefined },
) {
  const query = new URLSearchParams()
  if (alt != null) query.set('alt', alt)
  if (name != null) query.set('name', name)
  const path = `/pictures?${query}`
  return callApi<AnswerOf<'Picture'>>(caller, 'POST', path, {
    body,
    type: 'application/octet-stream',
  })
}

/** Text between brackets that ends where it should. */
const markdownOf = (text: string) => text.replace(/[\\[\]]/g, '\\$&')
