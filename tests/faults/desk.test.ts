/**
 * Forms filled in by nobody in their right mind, one after another at one desk. FUZZ_RUNS says how many,
 * FUZZ_SEED which.
 */
import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { atDesk } from '../support/desk'
import { KEY, openNewsroom } from '../support/newsroom'
import { png } from '../support/pictures'

const { FUZZ_RUNS, FUZZ_SEED } = env as unknown as { FUZZ_RUNS: string; FUZZ_SEED?: string }

const PATHS = [
  '/desk/articles',
  '/desk/articles/1',
  '/desk/articles/2',
  '/desk/articles/9',
  '/desk/articles/1/preview',
  '/desk/articles/1/send-back',
  '/desk/articles/1/take-back',
  '/desk/articles/1/revisions/1',
  '/desk/articles/many',
  '/desk/preview',
  '/desk/front/home',
  '/desk/front/news',
  '/desk/front/%00',
  '/desk/people',
  '/desk/people/1/link',
  '/desk/people/2/sessions',
  '/desk/account/sessions',
  '/desk/account/passkeys',
  '/desk/pictures',
  '/desk/sections',
  '/desk/readings',
  '/desk/readings/learn',
  '/desk/address-rules',
  '/desk/language',
  '/desk/sign-in',
  '/desk/enter/x',
]

const NAMES =
  'do title section body format keywords slug publishAt publishedAt lead leadAlt card picture place revision once note reply article version add other until.1 position.1 to language key again kept.body name scopes sections expiresAt hours session passkey alt keyword word pinyin rules'.split(
    ' ',
  )

const VALUES = [
  'save publish plan unplan withdraw hand-in add-picture up.1 set remove yes home news culture markdown html text body'.split(
    ' ',
  ),
  [
    '',
    ' ',
    '0',
    '-1',
    '1',
    '2',
    '1.1',
    '2.1',
    '1e9',
    '9'.repeat(400),
    '2999-01-02T08:00',
    '0000-00-00T99:99',
  ],
  [
    '标题',
    '{社|shè}',
    'biāo tí',
    '\u202e',
    '\u0000',
    '<script>',
    '"><b>',
    '😀'.repeat(50),
    '\r\n\r\n',
    '/desk',
    '//x',
    '__proto__',
    'constructor',
    KEY,
  ],
].flat()

const value = fc.oneof(fc.constantFrom(...VALUES), fc.string({ unit: 'grapheme', maxLength: 40 }))
const fields = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 12 })
const sent = fc.record({
  path: fc.constantFrom(...PATHS),
  fields,
  hasPicture: fc.boolean(),
  hasHead: fc.boolean(),
})

test('whatever is filled in gets a page, and none of it gets out of its place', async () => {
  for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(console, level).mockReturnValue()
  const newsroom = await openNewsroom({ IMAGES: undefined as never })
  await newsroom.post({ title: '一篇' })
  await newsroom.post({ title: '草稿', status: 'draft' })
  let desk = await atDesk(newsroom)
  await fc.assert(
    fc.asyncProperty(sent, async ({ path, fields, hasPicture, hasHead }) => {
      const form: Record<string, string | File | string[]> = hasHead
        ? { title: '标题', section: 'news', body: '正文。', revision: '1' }
        : {}
      for (const [name, one] of fields) form[name] = one
      if (hasPicture) form.picture = new File([png(4, 4)], '图"<.png')
      if (!desk.cookie) desk = await atDesk(newsroom)
      const answer = await desk.post(path, form)
      const page = await answer.text()
      expect(answer.status, page).toBeLessThan(500)
      expect(page).not.toMatch(/<script>|"><b>/)
      if (answer.status === 303) expect(answer.headers.get('Location')).toMatch(/^\/desk(?:[/?]|$)/)
      else expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    }),
    {
      // A page takes ten times as long as an answer of the API.
      numRuns: Number(FUZZ_RUNS) / 20,
      ...(FUZZ_SEED === undefined ? {} : { seed: Number(FUZZ_SEED) }),
    },
  )
}, 600_000)
