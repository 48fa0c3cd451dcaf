import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { protect } from '../../src/reading/security'
import { siteOf } from '../../src/site'

const site = siteOf({
  SITE_URL: 'https://news.example.org',
  SITE_NAME: '临江新闻',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: '10000',
})

/** The headers of every file, as the first part of `public/_headers` has them. */
function headersOfFiles(): Record<string, string> {
  const [part = ''] = readFileSync('public/_headers', 'utf8').split('\n\n')
  const [pattern, ...lines] = part
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  expect(pattern).toBe('/*')
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^ {2}([^:]+): (.*)$/.exec(line) ?? []
      return [name.toLowerCase(), value]
    }),
  )
}

test('files tell browsers what every answer of the Worker that is no page tells them', async () => {
  const answer = new Response('', { headers: { 'Content-Type': 'image/png' } })
  await protect(site, answer)
  const { 'content-type': _, ...said } = Object.fromEntries(answer.headers)
  const { 'cache-control': policy, ...files } = headersOfFiles()
  expect(files).toEqual(said)
  expect(policy).toBe('public, max-age=86400')
})
