import { createConfig, lintFromString } from '@redocly/openapi-core'
import { expect, test } from 'vitest'
import { openapi } from '../../../src/editing/contract/openapi'
import { siteOf } from '../../../src/site'

const site = siteOf({
  SITE_URL: 'https://news.example.org',
  SITE_NAME: '临江新闻',
  SITE_DESCRIPTION: '',
  SITE_LANGUAGE: 'zh-CN',
  SITE_TIME_ZONE: 'Asia/Shanghai',
  SITEMAP_CAPACITY: '10000',
})

const lint = async (document: object) => {
  const config = await createConfig({ extends: ['recommended-strict'] })
  const problems = await lintFromString({ source: JSON.stringify(document), config })
  return problems.map(({ ruleId, message, location }) => ({
    ruleId,
    message,
    at: location[0]?.pointer,
  }))
}

test('the OpenAPI document has nothing a linter objects to', async () => {
  expect(await lint(openapi(site))).toEqual([])
})

test('the linter does object', async () => {
  const { components: _, ...broken } = openapi(site)
  expect((await lint(broken)).length).toBeGreaterThan(0)
})
